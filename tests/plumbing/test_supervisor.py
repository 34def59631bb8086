"""The supervisor with real processes: parts that fall, parts that will not stop, and a killed supervisor."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from jobs.plumbing import redis as redis_door
from jobs.plumbing import supervisor

TOP = Path(__file__).parents[2]
PYTHON = sys.executable

PARENT = """
import sys
from jobs.plumbing.supervisor import Supervisor
watch = Supervisor(lambda line: print(line, flush=True))
folder = sys.argv[1]
for name in ("store", "worker"):
    watch.add(name, [sys.executable, "-c", CHILD, folder, name], {})
print("ready", flush=True)
watch.run()
print("bye", flush=True)
"""
CHILD = """
import os, signal, sys, time
folder, name = sys.argv[1:]
def stop(*_):
    with open(f"{folder}/stopped", "a") as file:
        file.write(name + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
with open(f"{folder}/{name}", "a") as file:
    file.write(f"{os.getpid()}\\n")
while True:
    time.sleep(0.05)
"""


def eventually(true, seconds=10.0):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.02)


def pids(folder, name):
    path = folder / name
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def family(tmp_path):
    """A supervisor in a process of its own, with two children that note their doings in a folder."""
    code = f"CHILD = {CHILD!r}\n{PARENT}"
    parent = subprocess.Popen(
        [PYTHON, "-c", code, str(tmp_path)], env={"PYTHONPATH": str(TOP)}, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout.readline() == "ready\n"
    eventually(lambda: pids(tmp_path, "store") and pids(tmp_path, "worker"))
    yield parent, tmp_path
    parent.kill()
    parent.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_parts_stop_in_reverse_order_and_all_ends_well(family, number):
    parent, folder = family
    parent.send_signal(number)
    said, _ = parent.communicate(timeout=20)
    assert said.splitlines()[-1] == "bye"
    assert parent.returncode == 0
    assert (folder / "stopped").read_text().split() == ["worker", "store"]
    assert not [pid for name in ("store", "worker") for pid in pids(folder, name) if lives(pid)]


def test_fallen_part_is_started_again_and_the_others_stay(family):
    _, folder = family
    os.kill(pids(folder, "worker")[0], signal.SIGKILL)
    eventually(lambda: len(pids(folder, "worker")) == 2)
    assert len(pids(folder, "store")) == 1


def test_ctrl_c_in_the_terminal_reaches_the_supervisor_alone(family):
    _, folder = family
    for name in ("store", "worker"):
        pid = pids(folder, name)[0]
        assert os.getsid(pid) == pid


def test_killed_supervisor_leaves_nothing_behind(family):
    parent, folder = family
    parent.kill()
    eventually(lambda: not [pid for name in ("store", "worker") for pid in pids(folder, name) if lives(pid)])


def test_part_that_does_not_stop_is_killed_with_its_children(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE", 0.3)
    stubborn = (
        "import os, signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"open({str(tmp_path / 'child')!r}, 'w').write(str(child.pid)); time.sleep(60)"
    )
    said = []
    watch = supervisor.Supervisor(said.append)
    watch.add("stubborn", [PYTHON, "-c", stubborn], {})
    eventually(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text())
    watch.stop_all()
    assert said == ["stubborn did not stop in time and was killed"]
    eventually(lambda: not lives(int((tmp_path / "child").read_text())))


def test_waits_double_while_a_part_falls_at_once_and_start_anew_after_it_stayed_up():
    watch = supervisor.Supervisor()
    part = supervisor.Part("worker", [], {})
    assert [watch._wait_after(part, 1, 0.1) for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert watch._wait_after(part, -9, 21) == 0.5
    assert watch._wait_after(part, 0, 21) == 0  # it did its share
    assert watch._wait_after(part, 0, 0.1) == 0.5  # but not in a spin


def test_store_keeps_its_data_over_a_restart(tmp_path):
    data = tmp_path / "store"
    for turn in (1, 2):
        command, url = supervisor.store_command(data)
        watch = supervisor.Supervisor()
        watch.add("store", command, {})
        supervisor.wait_for_store(url)
        with redis_door.connect_once(url) as client:
            assert client.incr("turns") == turn
        part = watch.parts[0].process
        watch.stop_all()
        assert part.returncode == 0


def test_store_may_live_in_a_deep_folder(tmp_path):
    data = tmp_path / ("deep-" * 20) / "store with blanks"
    command, url = supervisor.store_command(data)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        supervisor.wait_for_store(url)
    finally:
        process.terminate()
        process.wait()


def test_store_that_never_answers_is_an_error(tmp_path):
    with pytest.raises(TimeoutError):
        supervisor.wait_for_store(f"unix://{tmp_path}/nobody.sock", 0.1)


def test_redis_client_waits_out_a_short_absence(own_store):
    client = redis_door.connect(own_store.url)
    client.set("a", "1")
    own_store.stop()
    threading.Timer(1.0, own_store.start).start()
    assert client.get("a") == b"1"
    client.close()
