#!/usr/bin/env python3
"""The proxy contract in Python, a WSGI application: the standard library, and Fernet to seal tickets (Debian: python3-cryptography).

    KOJI_API_KEY=pk_live_... KOJI_TICKET_SECRET=... python3 koji_proxy.py    # answers at http://127.0.0.1:3000/koji

Written from the contract alone, to start from in a language of your own. Left out: studies with keys of their own, hooks, limits on starts,
TLS, a list of parked interviews (they are logged), and leases that outlive the process. SIGTERM completes what is open; after a crash an
interview is taken up when its page next calls. That a page has gone in mid-reply is noticed at the reply's next line."""
import base64, contextlib, hashlib, http.client, json, logging, os, signal, socketserver, threading, time
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIServer, make_server
from cryptography.fernet import Fernet, InvalidToken

KOJI = urlsplit(os.environ.get("KOJI_URL", "https://www.koji.so"))
ALLOWED_ORIGINS = os.environ.get("KOJI_ALLOWED_ORIGINS", "none").split(",")
LEAVE_GRACE, MAX_DURATION = (float(os.environ.get(*each)) for each in [("KOJI_LEAVE_GRACE", 30), ("KOJI_MAX_DURATION", "inf")])  # in seconds
IDLE_TIME, HIDDEN_GRACE, CONCLUDED_GRACE, CLOSE_TIMEOUT, TICKET_LIFETIME, BODY_LIMIT = 1800, 600, 15, 4, 86_400, 128 * 1024
SEAL = Fernet(base64.urlsafe_b64encode(hashlib.sha256(os.environ["KOJI_TICKET_SECRET"].encode()).digest()))
LEASES, LOCK, SENDERS = {}, threading.RLock(), ThreadPoolExecutor(16)
iso = lambda at: None if at == float("inf") else time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at)) + f".{int(at % 1 * 1000):03}Z"
pick = lambda source, *names: {name: source[name] for name in names if source.get(name) is not None}

class Refusal(Exception):
    def __init__(self, status, error, message, retry_after=None):
        self.status, self.body, self.retry_after = status, {"error": error, "message": message}, retry_after
def require(holds, status, error, message):
    if not holds: raise Refusal(status, error, message)
def call(method, path, body=None, token=""):
    """Calls Koji. Here the key enters; no answer holds it."""
    connection = (http.client.HTTPSConnection if KOJI.scheme == "https" else http.client.HTTPConnection)(KOJI.netloc, timeout=30)
    headers = {"Authorization": "Bearer " + os.environ["KOJI_API_KEY"], "X-Session-Token": token, "Content-Type": "application/json"}
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        return connection.getresponse()
    except (OSError, http.client.HTTPException):
        raise Refusal(503, "upstream_unavailable", "Koji does not answer at the moment.", 5)
def read(answer):
    """What Koji said, or a refusal: of the page's own mistakes in Koji's words, of ours in none."""
    if answer.status == 429 or answer.status >= 500:
        raise Refusal(503, "upstream_unavailable", "Koji does not answer at the moment.", int(answer.headers.get("Retry-After", 5)))
    said = json.loads(answer.read())
    require(answer.status not in (400, 404, 409, 413), answer.status, said.get("error"), said.get("message"))
    require(answer.status < 300, 502, "upstream_failed", f"Koji answers {answer.status}.")
    return said

class Lease:
    """The one completion that is always due for an open interview, with its reason and its time."""
    def __init__(self, ticket):
        self.ticket, self.status, self.due, self.tries, self.completion, self.sending = ticket, "open", float("inf"), 0, None, threading.Lock()
        self.page, self.seqs, self.concluded, self.leaving = None, {}, False, False
        self.move(IDLE_TIME)
    def is_open(self):
        if self.status == "open" and time.time() >= self.due:
            self.status = "closing"  # What comes after the due time comes too late, so the first closing reason wins.
        return self.status == "open"
    def move(self, seconds, page=None, seq=0, reason=None, resumes=False):
        """With a reason its completion is due in so many seconds; without, what so long a quiet means."""
        with LOCK:
            # Reports come twice, late and out of order: `seq` decides, and after a resume only the page load that resumed is believed.
            is_stale = page and (seq <= self.seqs.get(page, -1) or not (resumes or self.page in (None, page)))
            if not self.is_open() or is_stale: return
            if page: self.seqs[page], self.page = seq, page if resumes else self.page
            due, ends_at, self.leaving = time.time() + seconds, self.ticket["ends_at"], reason == "respondent_left"
            if reason and (seconds == 0 or not self.concluded):
                self.reason, self.concluded = reason, self.concluded or reason == "natural"
            if reason:
                self.due = min(due, self.due if self.concluded else ends_at)
            elif not self.concluded:
                self.reason, self.due = ("timeout", ends_at) if ends_at <= due else ("respondent_left", due)
    def send(self):
        with self.sending:  # One call at a time: whoever waited here finds it closed.
            if self.is_open() or self.status != "closing" or time.time() < self.due: return
            body, token = {"interview_id": self.ticket["interview_id"], "reason": self.reason}, self.ticket["session_token"]
            try:
                answer = call("POST", "/api/interview/complete", body, token)
                # 409: somebody else was first. When is said there; why has to be asked.
                said = read(call("GET", "/api/v1/interviews/" + body["interview_id"]) if answer.status == 409 else answer)
                self.completion, self.status = {"reason": self.reason} | pick(said, "reason", "completed_at", "stats"), "closed"
            except Refusal as refusal:
                self.tries, self.due = self.tries + 1, time.time() + max(refusal.retry_after or 0, min(300, 2 ** min(self.tries, 9)))
                if refusal.status != 503:
                    self.status = "parked"
                    logging.error("Interview %s is parked, Koji refuses its completion: %s", body["interview_id"], refusal.body)

def view_of(interview, ends_at):
    """What the page may know, field by field: no analysis, no credentials."""
    messages = [pick(each, "message_id", "role", "content", "question", "answer") for each in interview["transcript"]]
    asked = next((each.get("question") for each in reversed(messages) if each["role"] == "interviewer"), None)
    view = pick(interview, "interview_id", "status", "started_at") | {"messages": messages, "ends_at": iso(ends_at), "question": None}
    ended = {"completed": pick(interview, "reason", "completed_at", "stats")} if view["status"] == "completed" else {}
    return view | ({"question": asked} if view["status"] == "active" else ended)

def start(body):
    respondent, study = body.get("respondent", {}), body.get("study", "")
    require(isinstance(respondent, dict) and isinstance(study, str), 400, "invalid_request", "study: a string; respondent: an object.")
    respondent = respondent | ({"metadata": respondent.get("metadata", {}) | {"study": study}} if study else {})
    started, now = read(call("POST", "/api/v1/interviews/start", pick(body, "locale") | {"respondent": respondent})), time.time()
    ticket = pick(started, "interview_id", "session_token") | {"ends_at": now + MAX_DURATION, "expires_at": now + TICKET_LIFETIME}
    LEASES[ticket["interview_id"]] = Lease(ticket)
    opening = {"message_id": "opening", "role": "interviewer", "content": started["initial_message"], "question": started["question"]}
    sealed = SEAL.encrypt(json.dumps(ticket).encode()).decode().rstrip("=")  # Python reads Base64 to the first "=", whatever follows.
    return 201, {"ticket": sealed, "interview": view_of(started | {"transcript": [opening]}, ticket["ends_at"])}

def message(body, lease, *_):
    require(lease.is_open(), 409, "already_completed", "The interview has ended.")
    lease.move(IDLE_TIME)
    reply = call("POST", f"/api/v1/interviews/{lease.ticket['interview_id']}/message", body, lease.ticket["session_token"])
    return (200, lines_of(reply, lease)) if reply.status == 200 else read(reply)
def lines_of(reply, lease):
    """The reply line by line, as it comes. A natural end is noted before the page hears of it; a reply that breaks off gets an end."""
    event = b""
    with reply, contextlib.suppress(OSError, http.client.HTTPException):
        while line := reply.readline():
            event = line if line.startswith(b"event:") else event
            if b"done" in event and line.startswith(b"data:") and json.loads(line[5:])["interview_status"] == "concluded":
                lease.move(CONCLUDED_GRACE, reason="natural")
            yield line
    if b"done" not in event and b"error" not in event:
        yield b'\n\nevent: error\ndata: {"error":"upstream_failed","message":"The reply was cut off."}\n\n'

def complete(body, lease, *report):
    reason, final = body.get("reason"), body.get("final", False)
    require(reason in ("natural", "respondent_left", "timeout", "manual") and final in (True, False), 400, "invalid_request", "reason: one of four.")
    lease.move(*((0 if final else LEAVE_GRACE, *report) if reason == "respondent_left" else (0,)), reason=reason)
    if lease.is_open(): return 202, {"status": "leaving", "completes_at": iso(lease.due)}
    wait([SENDERS.submit(lease.send)], CLOSE_TIMEOUT)
    require(lease.status != "parked", 502, "upstream_failed", "The interview could not be completed.")
    return (200, {"status": "completed"} | lease.completion) if lease.completion else (202, {"status": "completing"})

def resume(_, lease, *report):
    lease.move(IDLE_TIME, *report, resumes=True)
    wait([SENDERS.submit(lease.send)], CLOSE_TIMEOUT)
    view = view_of(read(call("GET", "/api/v1/interviews/" + lease.ticket["interview_id"])), lease.ticket["ends_at"])
    return 200, view if lease.is_open() else view | {"status": "completed", "question": None}  # Also where Koji has not heard of it yet.

def heartbeat(body, lease, *report):
    state = body.get("state")
    require(state in ("visible", "hidden"), 400, "invalid_request", "state: visible or hidden.")
    if state == "visible" or not lease.leaving:  # Gone is more than hidden, and the two reports come in any order.
        lease.move(IDLE_TIME if state == "visible" else HIDDEN_GRACE, *report)
    return 204, None
ROUTES = {"start": start, "message": message, "complete": complete, "resume": resume, "heartbeat": heartbeat}

def answer(env):
    name, kind, length = env["PATH_INFO"].removeprefix("/koji/"), env.get("CONTENT_TYPE", "").split(";")[0], int(env.get("CONTENT_LENGTH") or 0)
    is_beacon = kind == "text/plain" and name in ("complete", "heartbeat")  # It can't set headers: its ticket is in the body.
    body, origin, site = env["wsgi.input"].read(min(length, BODY_LIMIT)), env.get("HTTP_ORIGIN"), env.get("HTTP_SEC_FETCH_SITE")
    is_own = site in ("same-origin", "none") or site is None and (origin is None or urlsplit(origin).netloc == env.get("HTTP_HOST"))
    require(name in ROUTES, 404, "not_found", "There is no such route.")
    require(env["REQUEST_METHOD"] in ("POST", "OPTIONS"), 405, "method_not_allowed", "Only POST is answered here.")
    require(is_own or origin in ALLOWED_ORIGINS, 403, "origin_not_allowed", "This origin may not use the proxy.")
    if env["REQUEST_METHOD"] == "OPTIONS": return 204, None
    try:
        body = dict(json.loads(body).items())
    except (ValueError, AttributeError):
        body = None
    if name != "start":
        sealed = (body or {}).pop("ticket", None) if is_beacon else env.get("HTTP_X_KOJI_TICKET") or env.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        try:
            ticket = json.loads(SEAL.decrypt(f"{sealed}==".encode()))
        except InvalidToken:
            raise Refusal(401, "ticket_invalid", "The ticket is not one of this proxy.")
        require(ticket["expires_at"] > time.time(), 401, "ticket_expired", "The ticket has expired.")
    require(kind == "application/json" or is_beacon, 415, "unsupported_media_type", "Content-Type has to be application/json.")
    require(length <= BODY_LIMIT, 413, "too_large", "A body has 128 KiB at most.")
    require(body is not None, 400, "invalid_request", "The body is no JSON object.")
    page, seq = body.get("page"), body.get("seq")
    require((type(page), type(seq)) in ((str, int), (type(None), type(None))), 400, "invalid_request", "page and seq go together: a string and a number.")
    return start(body) if name == "start" else ROUTES[name](body, LEASES.setdefault(ticket["interview_id"], Lease(ticket)), page, seq)

def app(env, start_response):
    headers = {"Cache-Control": "no-store, no-transform", "Vary": "Origin", "X-Accel-Buffering": "no"}
    if env.get("HTTP_ORIGIN") in ALLOWED_ORIGINS:
        headers |= {"Access-Control-Allow-Origin": env["HTTP_ORIGIN"], "Access-Control-Expose-Headers": "Retry-After",
                    "Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Koji-Ticket"}
    try:
        status, body = answer(env)
    except Refusal as refusal:
        status, body, headers = refusal.status, refusal.body, headers | ({"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {})
    kind = "application/json" if isinstance(body, dict) else "text/event-stream; charset=utf-8"
    start_response(f"{status} {http.client.responses[status]}", list((headers | ({"Content-Type": kind} if body else {})).items()))
    return [json.dumps(body).encode()] if isinstance(body, dict) else body or []

def sweep():
    while not time.sleep(0.2):
        for lease in [each for each in list(LEASES.values()) if each.status in ("open", "closing") and each.due <= time.time()]:
            SENDERS.submit(lease.send)
def stop(*_):
    for lease in list(LEASES.values()):
        lease.move(0, reason="natural" if lease.concluded else "respondent_left")
    wait([SENDERS.submit(lease.send) for lease in list(LEASES.values())], 10)
    os._exit(0)

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=sweep, daemon=True).start()
    server = type("Server", (socketserver.ThreadingMixIn, WSGIServer), {"daemon_threads": True, "request_queue_size": 128})
    make_server("127.0.0.1", int(os.environ.get("PORT", 3000)), app, server).serve_forever()
