// The one WebSocket: connects, comes back by itself, and matches answers to
// what was asked. All state lives in the server; this only carries it.

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8_000;
const KEY = "token";

/** The token of this page's address. The address bar forgets it at once. */
function takeToken() {
  const address = new URL(location.href);
  const token = address.searchParams.get("token");
  if (token === null) return kept();
  address.searchParams.delete("token");
  history.replaceState(null, "", address.pathname + address.search + address.hash);
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    // Without storage a reload needs the whole address again.
  }
  return token;
}

function kept() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/**
 * Connects, for as long as the page is open.
 * `onMessage(message)` for each message, `onState(state, waitMs)` with `open`, `closed`,
 * `refused` (the token opens nothing) or `restarted` (it did once: another program is there now).
 * After the last two it does not try again: each run of the program has a token of its own.
 */
export function connect(onMessage, onState) {
  const token = takeToken();
  const waiting = new Map();
  let socket = null;
  let nextId = 1;
  let wait = FIRST_WAIT_MS;
  let timer = 0;
  let everOpen = false;
  let isRefused = false;
  let longest = Infinity; // in bytes; what is longer, the program hangs up on

  function open() {
    clearTimeout(timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const mine = new WebSocket(`${scheme}//${location.host}/ws?token=${encodeURIComponent(token)}`);
    let wasOpen = false;
    socket = mine;
    mine.onopen = () => {
      wasOpen = true;
      everOpen = true;
      wait = FIRST_WAIT_MS;
      onState("open", 0);
    };
    mine.onmessage = (event) => {
      const message = read(event.data);
      if (message === null) return;
      longest = message.hello?.message_max ?? longest;
      if (message.answer) settle(message.answer);
      if (message.progress) waiting.get(message.progress.id)?.onProgress?.(message.progress.share);
      onMessage(message);
    };
    mine.onclose = () => void closed(mine, wasOpen);
  }

  async function closed(which, wasOpen) {
    if (which !== socket) return;
    socket = null;
    giveUp();
    const delay = wait * (0.75 + Math.random() / 2);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    timer = setTimeout(open, delay);
    onState("closed", delay);
    if (wasOpen || !(await serves())) return;
    // Who serves the page but not the socket has another token, for good.
    clearTimeout(timer);
    isRefused = true;
    onState(everOpen ? "restarted" : "refused", 0);
  }

  function giveUp() {
    const error = { code: "Gone", message: "the connection to the camera’s program was lost" };
    for (const { done } of waiting.values()) done({ ok: false, error });
    waiting.clear();
  }

  function settle(answer) {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    asked?.done(answer);
  }

  /** Asks, and comes back with the answer; never throws. `onProgress(share)` may be told how far it is. */
  function ask(what, onProgress) {
    if (socket?.readyState !== WebSocket.OPEN) {
      const error = { code: "Gone", message: "there is no connection to the camera’s program" };
      return Promise.resolve({ ok: false, error });
    }
    const id = nextId++;
    const text = JSON.stringify({ id, ...what });
    if (text.length * 3 > longest && new TextEncoder().encode(text).length > longest) {
      const error = { code: "TooLong", message: `that is longer than ${Math.floor(longest / 1024 / 1024)} MiB, which the camera’s program does not read` };
      return Promise.resolve({ ok: false, error });
    }
    socket.send(text);
    return new Promise((done) => waiting.set(id, { done, onProgress }));
  }

  // Somebody who comes back to the page does not want to wait.
  const hurry = () => {
    if (socket === null && !isRefused && document.visibilityState === "visible") {
      wait = FIRST_WAIT_MS;
      open();
    }
  };
  document.addEventListener("visibilitychange", hurry);
  addEventListener("online", hurry);

  open();
  return { ask, hurry };
}

function read(text) {
  try {
    const message = JSON.parse(text);
    return typeof message === "object" ? message : null;
  } catch {
    return null;
  }
}

async function serves() {
  try {
    return (await fetch("./", { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
