#!/usr/bin/env python3
"""The proxy contract as a WSGI application. Needs the standard library, and Fernet to seal tickets (Debian: python3-cryptography).

    KOJI_API_KEY=pk_live_... KOJI_TICKET_SECRET=... python3 koji_proxy.py    # serves http://127.0.0.1:3000/koji

Written from the contract alone, as a start for your own. Not included: studies with their own keys, hooks, limits on starts, TLS, a
list of parked interviews (they are logged), resumes that share a call, and leases that survive the process. SIGTERM completes open interviews. After a crash an
interview gets a new lease at its page's next request. A page that disconnects during a reply is noticed at the reply's next line."""
import base64, contextlib, hashlib, hmac, http.client, json, logging, os, signal, socketserver, threading, time
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIServer, make_server
from cryptography.fernet import Fernet, InvalidToken

KOJI = urlsplit(os.environ.get("KOJI_URL", "https://www.koji.so"))
ALLOWED_ORIGINS = os.environ.get("KOJI_ALLOWED_ORIGINS", "none").split(",")
LEAVE_GRACE, MAX_DURATION = (float(os.environ.get(*setting)) for setting in [("KOJI_LEAVE_GRACE", 30), ("KOJI_MAX_DURATION", "inf")])  # in seconds
IDLE_TIME, HIDDEN_GRACE, CONCLUDED_GRACE, CLOSE_TIMEOUT, TICKET_LIFETIME, CLOSED_RETENTION = 1800, 600, 15, 4, 86_400, 3600
BODY_LIMIT, CONTEXT_LIMIT, CALLS_PER_MINUTE = 128 * 1024, 2048, 30
SEAL = Fernet(base64.urlsafe_b64encode(hashlib.sha256(os.environ["KOJI_TICKET_SECRET"].encode()).digest()))
LEASES, LOCK, SENDERS = {}, threading.RLock(), ThreadPoolExecutor(16)
to_iso = lambda at: None if at == float("inf") else time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at)) + f".{int(at % 1 * 1000):03}Z"
pick = lambda source, *names: {name: source[name] for name in names if source.get(name) is not None}

class HttpError(Exception):
    def __init__(self, status, error, message, retry_after=None):
        self.status, self.body, self.retry_after = status, {"error": error, "message": message}, retry_after
def require(condition, status, error, message):
    if not condition: raise HttpError(status, error, message)
def call_koji(method, path, body=None, token=""):
    """Sends a request to Koji. Only here is the API key added; no response contains it."""
    connection = (http.client.HTTPSConnection if KOJI.scheme == "https" else http.client.HTTPConnection)(KOJI.netloc, timeout=30)
    headers = {"Authorization": "Bearer " + os.environ["KOJI_API_KEY"], "X-Session-Token": token, "Content-Type": "application/json"}
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        return connection.getresponse()
    except (OSError, http.client.HTTPException):
        raise HttpError(503, "upstream_unavailable", "Koji does not respond.", 5)
def read_response(response):
    """Returns Koji's response body, or raises. Errors that the page caused are passed on; others are hidden from it."""
    if response.status == 429 or response.status >= 500:
        retry_after = response.headers.get("Retry-After", "5")
        raise HttpError(503, "upstream_unavailable", "Koji does not respond.", min(int(retry_after), 3600) if retry_after.isdecimal() else 5)
    body = json.loads(response.read())
    require(response.status not in (400, 404, 409, 413), response.status, body.get("error"), body.get("message"))
    require(response.status < 300, 502, "upstream_failed", f"Koji responded with {response.status}.")
    return body

class Lease:
    """The one completion that is always due for an open interview, with its reason and due time."""
    def __init__(self, ticket):
        self.ticket, self.status, self.due, self.attempts, self.completion, self.sending = ticket, "open", float("inf"), 0, None, threading.Lock()
        self.page, self.seqs, self.concluded, self.leaving = None, {}, False, False
        self.respondent, self.calls = ticket.get("respondent"), []
        self.move(IDLE_TIME)
    def is_open(self):
        if self.status == "open" and time.time() >= self.due:
            self.status = "closing"  # Later events are ignored, so the first closing reason wins.
        return self.status == "open"
    def move(self, seconds, page=None, seq=0, reason=None, resumes=False):
        """Moves the due time to `seconds` from now. Without a reason, the completion is due for an idle respondent, or at the time limit."""
        with LOCK:
            # Reports arrive twice, late and out of order. `seq` decides; after a resume, only reports of the resuming page load count.
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
    def close(self, completion):
        self.completion, self.status, self.due = completion, "closed", time.time() + CLOSED_RETENTION
    def count_call(self):
        """Raises if a page calls Koji so often that it would use up the quota of the key."""
        self.calls = [at for at in self.calls if at > time.time() - 60]
        if len(self.calls) >= CALLS_PER_MINUTE: raise HttpError(429, "rate_limited", "Too many calls for this interview.", 60)
        self.calls.append(time.time())
    def send(self):
        with self.sending:  # One request at a time: a caller that waited here finds the lease closed.
            if self.is_open() or self.status != "closing" or time.time() < self.due: return
            body, token = {"interview_id": self.ticket["interview_id"], "reason": self.reason}, self.ticket["session_token"]
            try:
                response = call_koji("POST", "/api/interview/complete", body, token)
                # 409: already completed. That response has the time, but not the reason.
                result = read_response(call_koji("GET", "/api/v1/interviews/" + body["interview_id"]) if response.status == 409 else response)
                self.close({"reason": self.reason} | pick(result, "reason", "completed_at", "stats"))
            except HttpError as error:
                self.attempts, self.due = self.attempts + 1, time.time() + max(error.retry_after or 0, min(300, 2 ** min(self.attempts, 9)))
                if error.status != 503:
                    self.status = "parked"
                    logging.error("Interview %s is parked because Koji refused its completion: %s", body["interview_id"], error.body)

def find_lease(ticket):
    """Returns the lease of a ticket. One that was forgotten is opened again, unless Koji says that the interview is completed."""
    if ticket["interview_id"] in LEASES: return LEASES[ticket["interview_id"]]
    lease = Lease(ticket)
    with contextlib.suppress(HttpError):
        interview = read_response(call_koji("GET", "/api/v1/interviews/" + ticket["interview_id"]))
        if interview["status"] == "completed": lease.close(pick(interview, "reason", "completed_at", "stats"))
    return LEASES.setdefault(ticket["interview_id"], lease)

def make_view(interview, ends_at):
    """Returns the interview for the page, field by field: without analysis and credentials."""
    messages = [pick(message, "message_id", "role", "content", "question", "answer") for message in interview["transcript"]]
    question = next((message.get("question") for message in reversed(messages) if message["role"] == "interviewer"), None)
    view = pick(interview, "interview_id", "status", "started_at") | {"messages": messages, "now": to_iso(time.time()), "ends_at": to_iso(ends_at), "question": None}
    completed = {"completed": pick(interview, "reason", "completed_at", "stats")} if view["status"] == "completed" else {}
    return view | ({"question": question} if view["status"] == "active" else completed)

def read_respondent(body):
    """Returns whom the page names. Null and empty fields count as absent, and a number as its text. Identify users from your own session here."""
    claimed = {} if body.get("respondent") is None else body["respondent"]
    require(isinstance(claimed, dict) and claimed.keys() <= {"external_id", "display_name", "metadata"}, 400, "invalid_request", "respondent: wrong shape.")
    names, metadata = pick(claimed, "external_id", "display_name"), pick(claimed, "metadata").get("metadata", {})
    require(isinstance(metadata, dict) and all(type(name) in (str, int, float) for name in names.values()), 400, "invalid_request", "respondent: wrong shape.")
    # Only the proxy says which study it is, and who says who the respondent is.
    own = {key: value for key, value in metadata.items() if key not in ("study", "koji_embed")}
    return {name: str(value) for name, value in names.items() if value != ""} | ({"metadata": own} if own else {})
def hash_respondent(respondent, session_token):
    """Returns what a ticket holds of its respondent, however long the id is; None for nobody."""
    if "external_id" not in respondent: return None
    return hmac.new(session_token.encode(), respondent["external_id"].encode(errors="surrogatepass"), "sha256").hexdigest()[:32]

def start(body):
    respondent, study, facts = read_respondent(body), body.get("study", ""), pick(body, "context", "consent", "test")
    require(isinstance(study, str), 400, "invalid_request", "study: expected a string.")
    require(all(type(value) is (bool if name == "test" else dict) for name, value in facts.items()), 400, "invalid_request", "context, consent, test: wrong shape.")
    require(len(json.dumps(facts.get("context"))) <= CONTEXT_LIMIT, 400, "invalid_request", "context: expected at most 2 KB.")
    identity = "claimed" if respondent.keys() & {"external_id", "display_name"} else "none"
    metadata = respondent.get("metadata", {}) | ({"study": study} if study else {}) | {"koji_embed": {"identity": identity} | facts}
    started = read_response(call_koji("POST", "/api/v1/interviews/start", pick(body, "locale") | {"respondent": respondent | {"metadata": metadata}}))
    now, named = time.time(), {"respondent": hash_respondent(respondent, started["session_token"])}
    ticket = pick(started, "interview_id", "session_token") | named | {"ends_at": now + MAX_DURATION, "expires_at": now + TICKET_LIFETIME}
    LEASES[ticket["interview_id"]] = Lease(ticket)
    opening = {"message_id": "opening", "role": "interviewer", "content": started["initial_message"], "question": started["question"]}
    sealed = SEAL.encrypt(json.dumps(ticket).encode()).decode().rstrip("=")  # Python's Base64 decoder ignores text after "=".
    return 201, {"ticket": sealed, "interview": make_view(started | {"transcript": [opening]}, ticket["ends_at"])}

def message(body, lease, *_):
    require(lease.is_open(), 409, "already_completed", "The interview has ended.")
    lease.count_call()
    lease.move(IDLE_TIME)
    reply = call_koji("POST", f"/api/v1/interviews/{lease.ticket['interview_id']}/message", body, lease.ticket["session_token"])
    return (200, stream_lines(reply, lease)) if reply.status == 200 else read_response(reply)
def stream_lines(reply, lease):
    """Streams the reply line by line. Notes a natural end before the page receives it, and ends a broken reply with an error event."""
    event = b""
    with reply, contextlib.suppress(OSError, http.client.HTTPException):
        while line := reply.readline():
            event = line if line.startswith(b"event:") else event
            if b"done" in event and line.startswith(b"data:") and json.loads(line[5:])["interview_status"] == "concluded":
                lease.move(CONCLUDED_GRACE, reason="natural")
            yield line
    if b"done" not in event and b"error" not in event:
        yield b'\n\nevent: error\ndata: {"error":"upstream_failed","message":"The reply broke off."}\n\n'

def complete(body, lease, *report):
    reason, final = body.get("reason"), body.get("final", False)
    require(reason in ("natural", "respondent_left", "timeout", "manual") and final in (True, False), 400, "invalid_request", "reason: expected natural, respondent_left, timeout or manual.")
    lease.move(*((0 if final else LEAVE_GRACE, *report) if reason == "respondent_left" else (0,)), reason=reason)
    if lease.is_open(): return 202, {"status": "leaving", "completes_at": to_iso(lease.due)}
    wait([SENDERS.submit(lease.send)], CLOSE_TIMEOUT)
    require(lease.status != "parked", 502, "upstream_failed", "The interview could not be completed.")
    return (200, {"status": "completed"} | lease.completion) if lease.completion else (202, {"status": "completing"})

def resume(body, lease, *report):
    current = hash_respondent(read_respondent(body), lease.ticket["session_token"])
    if lease.respondent not in (None, current):  # Somebody else is signed in now, or nobody any more.
        lease.move(0, *report, reason="respondent_left", resumes=True)
        SENDERS.submit(lease.send)
        raise HttpError(403, "other_respondent", "The interview was started by somebody else than who is signed in now.")
    lease.respondent = current
    lease.move(IDLE_TIME, *report, resumes=True)
    is_open = lease.is_open()  # Before Koji is asked: the completion may become due in between.
    wait([SENDERS.submit(lease.send)], CLOSE_TIMEOUT)
    lease.count_call()
    view = make_view(read_response(call_koji("GET", "/api/v1/interviews/" + lease.ticket["interview_id"])), lease.ticket["ends_at"])
    return 200, view if is_open else view | {"status": "completed", "question": None}  # Even if Koji does not know yet.
def heartbeat(body, lease, *report):
    state = body.get("state")
    require(state in ("visible", "hidden"), 400, "invalid_request", "state: expected visible or hidden.")
    if state == "visible" or not lease.leaving:  # A left page is also hidden; the two reports arrive in any order.
        lease.move(IDLE_TIME if state == "visible" else HIDDEN_GRACE, *report)
    return 204, None
ROUTES = {"start": start, "message": message, "complete": complete, "resume": resume, "heartbeat": heartbeat}

def handle(env):
    name, kind, length = env["PATH_INFO"].rstrip("/").removeprefix("/koji/"), env.get("CONTENT_TYPE", "").split(";")[0], int(env.get("CONTENT_LENGTH") or 0)
    is_beacon = kind == "text/plain" and name in ("complete", "heartbeat")  # A beacon can't set headers, so its ticket is in the body.
    body, origin, site = env["wsgi.input"].read(min(length, BODY_LIMIT)), env.get("HTTP_ORIGIN"), env.get("HTTP_SEC_FETCH_SITE")
    is_same_origin = site in ("same-origin", "none") or site is None and (origin is None or urlsplit(origin).netloc == env.get("HTTP_HOST"))
    require(name in ROUTES, 404, "not_found", "Unknown route.")
    require(env["REQUEST_METHOD"] in ("POST", "OPTIONS"), 405, "method_not_allowed", "Use POST.")
    require(is_same_origin or origin in ALLOWED_ORIGINS, 403, "origin_not_allowed", "This origin is not allowed to use the proxy.")
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
            raise HttpError(401, "ticket_invalid", "The ticket was not issued by this proxy.")
        require(ticket["expires_at"] > time.time(), 401, "ticket_expired", "The ticket has expired.")
    require(kind == "application/json" or is_beacon, 415, "unsupported_media_type", "Content-Type must be application/json.")
    require(length <= BODY_LIMIT, 413, "too_large", "The body is larger than 128 KiB.")
    require(body is not None, 400, "invalid_request", "The body is not a JSON object.")
    page, seq = body.get("page"), body.get("seq")
    require((type(page), type(seq)) in ((str, int), (type(None), type(None))), 400, "invalid_request", "page and seq: expected a string and a number, or neither.")
    return start(body) if name == "start" else ROUTES[name](body, find_lease(ticket), page, seq)

def application(env, start_response):
    headers = {"Cache-Control": "no-store, no-transform", "Vary": "Origin", "X-Accel-Buffering": "no"}
    if env.get("HTTP_ORIGIN") in ALLOWED_ORIGINS:
        headers |= {"Access-Control-Allow-Origin": env["HTTP_ORIGIN"], "Access-Control-Expose-Headers": "Retry-After",
                    "Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Koji-Ticket"}
    try:
        status, body = handle(env)
    except HttpError as error:
        status, body, headers = error.status, error.body, headers | ({"Retry-After": str(error.retry_after)} if error.retry_after else {})
    kind = "application/json" if isinstance(body, dict) else "text/event-stream; charset=utf-8"
    start_response(f"{status} {http.client.responses[status]}", list((headers | ({"Content-Type": kind} if body else {})).items()))
    return [json.dumps(body).encode()] if isinstance(body, dict) else body or []

def sweep():
    """Sends what is due, and forgets what was completed an hour ago."""
    for id, lease in [(id, lease) for id, lease in list(LEASES.items()) if lease.due <= time.time()]:
        if lease.status == "closed": LEASES.pop(id)
        elif lease.status in ("open", "closing"): SENDERS.submit(lease.send)
def sweep_forever():
    while not time.sleep(0.2): sweep()
def stop(*_):
    for lease in list(LEASES.values()):
        lease.move(0, reason="natural" if lease.concluded else "respondent_left")
    wait([SENDERS.submit(lease.send) for lease in list(LEASES.values())], 10)
    os._exit(0)

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=sweep_forever, daemon=True).start()
    server = type("Server", (socketserver.ThreadingMixIn, WSGIServer), {"daemon_threads": True, "request_queue_size": 128})
    make_server("127.0.0.1", int(os.environ.get("PORT", 3000)), application, server).serve_forever()
