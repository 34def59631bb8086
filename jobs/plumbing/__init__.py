"""One door per danger: settings, clock, database, HTTP, Redis, call budget, encryption, mail, log."""
