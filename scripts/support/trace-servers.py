"""Traces calls to real servers and counts what they kept. Called by scripts/trace-servers."""
import collections, http.server, json, os, pathlib, socket, sqlite3, subprocess, sys, threading, time, urllib.request

SCRIPTS, WORKLOAD, NAMES = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
HOME = pathlib.Path(os.environ["MAGMA_SERVERS_HOME"])
DEAD = "http://127.0.0.1:9"
failed = False


def row(server, check, is_good, text):
    global failed
    failed |= not is_good
    print(f"{server:8} {check:34} {'passed' if is_good else 'FAILED'}: {text}", flush=True)


class Server:
    """One that is started and stopped by its script."""

    def script(self, *arguments):
        done = subprocess.run([SCRIPTS / self.file, *arguments], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{self.file} {' '.join(arguments)} failed: {done.stdout[-500:]}{done.stderr[-500:]}")

    def start(self):
        HOME.mkdir(parents=True, exist_ok=True)
        self.script("start", str(self.port))

    def stop(self):
        """Until nobody listens any more: one that still ends would be taken for the next."""
        subprocess.run([SCRIPTS / self.file, "stop"], capture_output=True)
        for _ in range(300):
            with socket.socket() as connection:
                if connection.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.1)
        sys.exit(f"{self.name} does not end")


class Phoenix(Server):
    name, file, port, path = "phoenix", "otlp_server.sh", 16006, "v1/traces"
    url = f"http://127.0.0.1:{port}"

    def spans(self, project):
        """Ids and tokens of all spans of a project."""
        found, cursor = [], ""
        while True:
            query = f"{self.url}/v1/projects/{project}/spans?limit=1000" + (f"&cursor={cursor}" if cursor else "")
            try:
                page = json.load(urllib.request.urlopen(query, timeout=60))
            except urllib.error.HTTPError as error:
                if error.code == 404:
                    return found
                raise
            for span in page["data"]:
                details = json.loads(span["attributes"]["langfuse.observation.usage_details"])
                found.append((span["context"]["span_id"], details["total"]))
            cursor = page.get("next_cursor")
            if not cursor:
                return found


class MLflow(Server):
    """Behind a proxy that adds the header it asks for."""

    name, file, port, path = "mlflow", "mlf_server.sh", 16010, "v1/traces"
    url = f"http://127.0.0.1:{port + 1}"

    def start(self):
        super().start()
        target = f"http://127.0.0.1:{self.port}"

        class Proxy(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                request = urllib.request.Request(target + self.path, body, {
                    "content-type": self.headers["content-type"], "x-mlflow-experiment-id": "0"})
                try:
                    status, answer = 200, urllib.request.urlopen(request, timeout=60).read()
                except urllib.error.HTTPError as error:
                    status, answer = error.code, error.read()
                except OSError:
                    return self.close_connection_now()
                self.send_response(status)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def close_connection_now(self):
                self.close_connection = True

            def log_message(self, *_):
                pass

        if not hasattr(self, "proxy"):
            self.proxy = http.server.ThreadingHTTPServer(("127.0.0.1", self.port + 1), Proxy)
            threading.Thread(target=self.proxy.serve_forever, daemon=True).start()

    def spans(self, project):
        """MLflow keeps no resource, so that all that it has is of this run: its database is new."""
        rows = sqlite3.connect(HOME / "mlf-data/mlf.db").execute("select span_id, content from spans").fetchall()
        found = []
        for span, content in rows:
            details = json.loads(content)["attributes"]["langfuse.observation.usage_details"]
            while isinstance(details, str):
                details = json.loads(details)
            found.append((span, details["total"]))
        return [each for each in found if each[0] not in self.before]

    before = frozenset()

    def forget(self):
        self.before = frozenset(span for span, _ in self.spans(""))


def calls(*arguments, **environment):
    """Starts calls that are traced."""
    return subprocess.Popen(
        [WORKLOAD, "trace", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={"PATH": os.environ["PATH"], "MALLOC_ARENA_MAX": "1", **environment})


def result(process):
    output, errors = process.communicate()
    if process.returncode:
        sys.exit(f"the calls failed: {output[-500:]}{errors[-1500:]}")
    return json.loads(output), errors


def keys(server, project):
    return {
        "LANGFUSE_PUBLIC_KEY": "pk-lf-test", "LANGFUSE_SECRET_KEY": "sk-lf-test", "LANGFUSE_BASE_URL": server.url,
        "LANGFUSE_OTEL_TRACES_EXPORT_PATH": server.path, "LANGFUSE_FLUSH_INTERVAL": "1",
        "OTEL_RESOURCE_ATTRIBUTES": f"openinference.project.name={project}",
    }


def kept(server, project, count, seconds):
    """What the server has, once it has all of it or the time is over."""
    end = time.monotonic() + seconds
    while True:
        found = server.spans(project)
        if len(found) >= count or time.monotonic() > end:
            return found
        time.sleep(1)


def hold(server, check, found, said, errors):
    """Each call once, and their tokens."""
    twice = [span for span, count in collections.Counter(span for span, _ in found).items() if count > 1]
    tokens = sum(tokens for _, tokens in found)
    is_good = len(found) == said["n"] and not twice and tokens == said["tokens"] and said["flushed"] == 1
    text = f"{said['n']} calls, {len(found)} spans read back, {len(twice)} twice, {tokens:.0f} of {said['tokens']:.0f} tokens"
    row(server.name, check, is_good, text if is_good else f"{text}; flushed: {said['flushed']}; {errors[-300:]}")


def check(server):
    stamp = f"magma-{int(time.time())}"
    server.start()
    try:
        if hasattr(server, "forget"):
            server.forget()
        said, errors = result(calls("--n", 10_000, "--rate", 300, "--flush", 180, **keys(server, f"{stamp}-all")))
        hold(server, "10,000 calls", kept(server, f"{stamp}-all", 10_000, 240), said, errors)

        if hasattr(server, "forget"):
            server.forget()
        running = calls("--n", 2_500, "--rate", 50, "--flush", 180, **keys(server, f"{stamp}-killed"))
        time.sleep(10)
        server.stop()
        began = time.monotonic()
        server.start()
        away = time.monotonic() - began
        said, errors = result(running)
        hold(server, f"away for {away:.0f} s in the middle", kept(server, f"{stamp}-killed", 2_500, 60), said, errors)
    finally:
        server.stop()


def check_dead():
    """What calls take while nobody answers, beside calls that are not traced."""
    dead = {**keys(Phoenix, "none"), "LANGFUSE_BASE_URL": DEAD}
    plain = [result(calls("--n", 20_000, "--warm", 2_000))[0]["median_us"] for _ in range(3)]
    traced = [result(calls("--n", 20_000, "--warm", 2_000, **dead))[0]["median_us"] for _ in range(3)]
    said, _ = result(calls("--n", 100_000, "--warm", 10_000, **dead))
    growth = said["end_kb"] / said["middle_kb"] - 1
    row("(dead)", "memory over 100,000 calls", growth < 0.02, f"{said['middle_kb']:.0f} kB in the middle, {growth:+.1%} at the end")
    more = sorted(traced)[1] - sorted(plain)[1]
    row("(dead)", "time of a call", more <= 15, f"{sorted(plain)[1]:.1f} us untraced, {more:+.1f} us traced")


check_dead()
for name in NAMES:
    check({"phoenix": Phoenix, "mlflow": MLflow}[name]())
sys.exit(1 if failed else 0)
