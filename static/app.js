// The few things that plain HTML and htmx do not do by themselves. Every page works without this file.
(() => {
  const polls = (element) => (element.getAttribute("hx-trigger") || "").includes("every");

  // Trigger filters need eval, which our content policy forbids: polls of a hidden tab or a paused list end here.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const element = event.detail.elt;
    if (polls(element) && (document.hidden || element.closest("[data-paused]"))) event.preventDefault();
  });

  // A reader inside a scrolling list keeps their place when lines arrive above it.
  let before = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const list = document.querySelector("[data-keep-place]");
    before = list && list.scrollTop > 0 ? { top: list.scrollTop, height: list.scrollHeight } : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    const list = document.querySelector("[data-keep-place]");
    if (before && list) list.scrollTop = before.top + list.scrollHeight - before.height;
  });

  // After a person's own action the focus goes to what came: a panel, or the summary of a refused form.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (polls(event.detail.elt)) return;
    const target = event.detail.target;
    const goal = target.matches("[data-focus]") ? target : target.querySelector("[data-focus], [role=alert]");
    if (goal) goal.focus();
  });

  document.addEventListener("keydown", (event) => {
    const close = event.key === "Escape" && document.querySelector(".ts-panel [data-close]");
    if (close) close.click();
  });

  setTimeout(() => document.querySelectorAll(".ts-flash").forEach((flash) => flash.remove()), 8000);
})();
