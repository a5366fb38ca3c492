// Goes back in time: all that can be reached from an object is noted, and is made again what it was, in the same places.
// What only a function's own variables hold is not: whoever wants to go back keeps it in fields.

// Gives what brings `root` back to how it is now, as often as it is called.
export function rememberAll(root) {
  const undo = [];
  const seen = new Set();
  const toVisit = [root];
  while (toVisit.length) {
    const it = toVisit.pop();
    if (it === null || (typeof it !== 'object' && typeof it !== 'function') || seen.has(it)) continue;
    seen.add(it);
    if (ArrayBuffer.isView(it)) toVisit.push(it.buffer);
    else if (it instanceof ArrayBuffer) undo.push(rememberBytes(it));
    else if (it instanceof Map || it instanceof Set) undo.push(rememberEntries(it, toVisit));
    else if (Array.isArray(it)) undo.push(rememberList(it, toVisit));
    else undo.push(rememberFields(it, toVisit));
  }
  return () => undo.forEach((back) => back());
}

function rememberBytes(buffer) {
  const was = new Uint8Array(buffer.slice(0));
  return () => new Uint8Array(buffer).set(was);
}

function rememberEntries(it, toVisit) {
  const was = [...it];
  toVisit.push(was);
  return () => {
    it.clear();
    for (const entry of was) it instanceof Map ? it.set(...entry) : it.add(entry);
  };
}

function rememberList(list, toVisit) {
  const was = list.slice();
  for (const entry of was) toVisit.push(entry);
  return () => {
    list.length = was.length;
    for (let at = 0; at < was.length; at++) list[at] = was[at];
  };
}

function rememberFields(it, toVisit) {
  const was = Object.entries(Object.getOwnPropertyDescriptors(it)).filter(([, field]) => field.writable && field.enumerable);
  for (const [, field] of was) toVisit.push(field.value);
  return () => {
    for (const name of Object.keys(it)) if (!was.some(([known]) => known === name)) delete it[name];
    for (const [name, { value }] of was) it[name] = value;
  };
}
