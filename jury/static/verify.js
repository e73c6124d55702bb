// A second verifier of draws. It was written from docs/record-format.md alone, shares no code with
// the first, and reads the files on the reader's own computer: nothing is sent anywhere.
//
// verify(bytes, {digest, receipt, secret}) gives one verdict a reader, {reader, ok, sentences,
// unchecked}. A sentence is [key, values]; the page around this script holds the words.

const VERSION = "burgerjury/1";
const REHEARSAL = "REHEARSAL: nothing is decided and nobody is seated by this record.";
const SEALED = "sealed-lottery";
const AFTER_REHEARSAL = " (rehearsal)";
const SHOWN = 300; // own tickets that are named
const WHOLE = 10 ** 12; // tickets of a replacement

class Refused extends Error {
  constructor(key, values = {}) {
    super(key);
    Object.assign(this, { key, values });
  }
}

const refuse = (key, values) => { throw new Refused(key, values); };

// 1. Canonical JSON

const plainText = (words) => {
  if (/\p{Cs}/u.test(words)) refuse("not-in-format");
  return words.normalize("NFC").replace(/\r\n?/g, "\n");
};

function byCodePoint(a, b) {
  const [left, right] = [[...a], [...b]];
  const place = left.findIndex((sign, i) => sign !== right[i]);
  if (place < 0) return left.length - right.length;
  return place < right.length ? left[place].codePointAt(0) - right[place].codePointAt(0) : 1;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function written(value) {
  if (typeof value === "string") return JSON.stringify(plainText(value));
  if (Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (!isObject(value)) refuse("not-in-format");
  const parts = new Map(Object.keys(value).map((key) => [plainText(key), value[key]]));
  if (parts.size < Object.keys(value).length) refuse("not-in-format");
  const keys = [...parts.keys()].sort(byCodePoint);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${written(parts.get(key))}`).join(",")}}`;
}

const canonical = (value) => `${written(value)}\n`;

function keysOnce(words) {
  const open = [];
  let last = "";
  for (const [part] of words.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (part === "{" || part === "[") open.push(new Set());
    else if (part === "}" || part === "]") open.pop();
    else if (part === ":") {
      const keys = open.at(-1);
      if (keys.has(last)) refuse("not-in-format");
      keys.add(last);
    } else last = JSON.parse(part);
  }
}

function loosely(bytes) {
  let words;
  try {
    words = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse("not-json");
  }
  try {
    return [JSON.parse(words), words];
  } catch {
    return refuse("not-json");
  }
}

function read(bytes) {
  const [found, words] = loosely(bytes);
  const again = canonical(found);
  if (again === words) return found;
  let place = 0;
  while (again[place] === words[place]) place += 1;
  return refuse("other-bytes", { place: place + 1 });
}

// 2. Digests, tokens, streams

const utf8 = (words) => new TextEncoder().encode(words);
const hexOf = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);
const digestOf = async (value) => hexOf(await sha256(utf8(canonical(value))));

async function tokenMaker(salt, lottery) {
  const kind = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytesOf(salt), kind, false, ["sign"]);
  return async (ticket) => {
    const message = utf8(canonical([lottery.call, lottery.number, ticket]));
    return hexOf(await crypto.subtle.sign("HMAC", key, message));
  };
}

async function* streamOf(seed) {
  for (let i = 0; ; i += 1) {
    const block = new Uint8Array(seed.length + 8);
    block.set(seed);
    new DataView(block.buffer).setBigUint64(seed.length, BigInt(i));
    yield* new Uint8Array(await sha256(block));
  }
}

async function uniform(stream, n) {
  let k = 1;
  while (256 ** k < n) k += 1;
  const limit = Math.floor(256 ** k / n) * n;
  for (;;) {
    let number = 0;
    for (let i = 0; i < k; i += 1) number = number * 256 + (await stream.next()).value;
    if (number < limit) return number % n;
  }
}

// 3. Shapes: each check gets a value and the place where it stands

const must = (right, part) => right || refuse("shape", { part });
const text = (value, part) => must(typeof value === "string", part);
const exactly = (...allowed) => (value, part) => must(allowed.includes(value), part);
const hex = (length) => (value, part) => must(typeof value === "string" && value.length === length && /^[0-9a-f]+$/.test(value), part);
const whole = (least, most = Number.MAX_SAFE_INTEGER) => (value, part) =>
  must(Number.isSafeInteger(value) && value >= least && value <= most, part);

const listOf = (check, least = 0) => (value, part) => {
  must(Array.isArray(value) && value.length >= least, part);
  value.forEach((inner, i) => check(inner, `${part}[${i}]`));
};

const objectOf = (shape, ...optional) => (value, part) => {
  must(isObject(value), part);
  for (const key of Object.keys(shape)) {
    if (!Object.hasOwn(value, key) && !optional.includes(key)) refuse("part-missing", { part, key });
  }
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(shape, key)) refuse("part-unknown", { part, key: key.slice(0, 40) });
    shape[key](value[key], `${part}.${key}`);
  }
};

const callName = (value, part) => {
  text(value, part);
  must(value.trim() !== "" && !value.includes("/") && !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(value), part);
};

const answers = (value, part) => {
  must(isObject(value) && Object.values(value).every((answer) => typeof answer === "string"), part);
};

const VALUES = {
  text: objectOf({ kind: text, text }),
  balls: objectOf({ kind: text, balls: listOf(whole(0, 9), 1) }),
  beacon: objectOf({ kind: text, chain: exactly("quicknet"), round: whole(1), signature: hex(96) }),
};

const publicValue = (value, part) => {
  must(isObject(value) && typeof value.kind === "string" && Object.hasOwn(VALUES, value.kind), part);
  VALUES[value.kind](value, part);
};

const purpose = exactly("draw", "rehearsal");
const quota = objectOf({ category: text, value: text, minimum: whole(0), maximum: whole(0) });

const tokens = listOf(hex(64), 1);
const seal = hex(64);

const anyLottery = objectOf({
  alternates: whole(0), call: callName, commitments: listOf(hex(64), 1), format: exactly(VERSION),
  household_seats: whole(1, 1), kind: exactly("lottery", SEALED), mix: text, number: whole(1),
  objective: exactly("leximin", "maximin", "nash", "goldilocks"), purpose,
  quotas: listOf(quota, 1), seats: whole(1), source: text, tickets: listOf((value, part) => (Array.isArray(value) ? tokens : seal)(value, part), 1),
  watermark: exactly(REHEARSAL),
}, "household_seats", "watermark");

const lotteryShape = (value, part) => {
  anyLottery(value, part);
  const rehearsal = value.purpose === "rehearsal";
  if (Object.hasOwn(value, "watermark") !== rehearsal) refuse("watermark");
  if (value.call.endsWith(AFTER_REHEARSAL) !== rehearsal) refuse("rehearsal-name");
  const sealed = value.kind === SEALED;
  value.tickets.forEach((ticket, i) => must(Array.isArray(ticket) !== sealed, `${part}.tickets[${i}]`));
};

const drawShape = objectOf({
  alternates: listOf(hex(64)), digest: hex(64), format: exactly(VERSION), kind: exactly("draw"),
  lottery: lotteryShape, outcome: hex(64), panel: listOf(hex(64), 1), purpose, seed: hex(64),
  ticket: whole(0), value: publicValue, watermark: exactly(REHEARSAL),
}, "watermark");

const anyTokens = listOf(hex(64));

const step = objectOf({
  digest: hex(64), drawn: anyTokens, gone: anyTokens, number: whole(1), outcome: hex(64), panel: anyTokens,
  previous: hex(64), promoted: anyTokens, relaxed: whole(0), sealed: hex(64), seats: whole(1), seed: hex(64),
  ticket: whole(0, WHOLE - 1), value: publicValue,
});

const replacementShape = objectOf({
  draw: drawShape, format: exactly(VERSION), kind: exactly("replacement"), steps: listOf(step, 1),
});

const receiptShape = objectOf({
  answers, call: callName, commitment: hex(64), pseudonym: text, salt: hex(32), version: exactly(VERSION),
}, "commitment");

// 4. What the public checks

function checkQuotas(quotas, seats) {
  const seen = new Set(quotas.map((one) => JSON.stringify([one.category, one.value])));
  if (seen.size < quotas.length) refuse("quota-twice");
  const sums = new Map();
  for (const { category, value, minimum, maximum } of quotas) {
    if (minimum > maximum) refuse("quota-upside-down", { value });
    const [low, high] = sums.get(category) ?? [0, 0];
    sums.set(category, [low + minimum, high + maximum]);
  }
  for (const [category, [low, high]] of sums) {
    if (low > seats || high < seats) refuse("quota-seats", { category, low, high, seats });
  }
}

const inOrder = (on) => on.every((token, i) => i === 0 || on[i - 1] <= token);

function checkTickets(tickets, seats) {
  const seen = new Set();
  tickets.forEach((on, i) => {
    const ticket = String(i);
    if (on.length !== seats) refuse("ticket-size", { ticket, people: on.length, seats });
    if (!inOrder(on)) refuse("ticket-order", { ticket });
    on.forEach((token) => seen.add(token));
  });
  if (seen.size < seats * tickets.length) refuse("token-twice");
}

function checkLottery(lottery) {
  const { seats, alternates, tickets, commitments } = lottery;
  const people = commitments.length;
  if (new Set(commitments).size < people) refuse("commitment-twice");
  if (people < seats + alternates) refuse("too-few", { people, seats, alternates });
  const sealed = lottery.kind === SEALED;
  if (sealed && new Set(tickets).size < tickets.length) refuse("seal-twice");
  if (!sealed) checkTickets(tickets, seats);
  checkQuotas(lottery.quotas, seats);
  return [sealed ? "sealed-sound" : "lottery-sound", { people, tickets: tickets.length, seats }];
}

async function wordsOf(value) {
  if (value.kind === "text") return value.text;
  if (value.kind === "balls") return value.balls.join(",");
  return hexOf(await sha256(bytesOf(value.signature)));
}

async function ticketOf(lottery, value, seed) {
  const m = lottery.tickets.length;
  const announced = [...lottery.source.matchAll(/quicknet round (\d+)/g)].map((found) => found[1]);
  if (value.kind === "beacon" && announced.length && !announced.includes(String(value.round))) {
    refuse("round", { announced: announced[0], round: String(value.round) });
  }
  if (value.kind !== "balls") return uniform(streamOf(seed), m);
  if (m !== 10 ** value.balls.length) refuse("balls", { balls: value.balls.length, tickets: m });
  return Number(value.balls.join(""));
}

async function checkDraw(draw, digest) {
  const { lottery, value } = draw;
  const words = await wordsOf(value);
  const parts = [VERSION, lottery.purpose, lottery.call, digest, words];
  const seed = new Uint8Array(await sha256(utf8(parts.join("/"))));
  const ticket = await ticketOf(lottery, value, seed);
  const { lottery: _lottery, outcome: _outcome, ...sealed } = draw;
  if (draw.digest !== digest) refuse("other-digest");
  if (draw.purpose !== lottery.purpose || draw.watermark !== lottery.watermark) refuse("other-purpose");
  if (draw.seed !== hexOf(seed)) refuse("other-seed");
  if (draw.ticket !== ticket) refuse("other-ticket", { ours: String(ticket), theirs: String(draw.ticket) });
  const { panel } = draw;
  if (lottery.kind === SEALED) {
    if (panel.length !== lottery.seats || !inOrder(panel) || new Set(panel).size < panel.length) refuse("sealed-panel", { seats: lottery.seats });
  } else if (panel.join() !== lottery.tickets[ticket].join()) refuse("other-panel", { ticket: String(ticket) });
  if (draw.alternates.length !== lottery.alternates) refuse("alternates-number", { ours: lottery.alternates, theirs: draw.alternates.length });
  if (new Set([...draw.alternates, ...draw.panel]).size < draw.alternates.length + lottery.seats) refuse("alternate-twice");
  if (draw.outcome !== await digestOf(sealed)) refuse("other-outcome");
  return ["draw-sound", { words: [...words].slice(0, 80).join(""), ticket: String(ticket), seats: lottery.seats }];
}

async function checkChain(step, before, number) {
  const { gone, previous, promoted, relaxed, sealed, seats } = step;
  const announced = { format: VERSION, gone, kind: "vacancy", number: step.number, previous, promoted, relaxed, sealed, seats };
  const { outcome, ...carried } = step;
  if (String(step.number) !== number || previous !== before.outcome) refuse("step-chain", { number });
  if (step.digest !== await digestOf(announced)) refuse("step-digest", { number });
  if (outcome !== await digestOf(carried)) refuse("step-outcome", { number });
}

function checkMoves(step, before, draw, left, number) {
  for (const on of [step.drawn, step.gone, step.panel, step.promoted]) {
    if (!inOrder(on) || new Set(on).size < on.length) refuse("step-order", { number });
  }
  const [sat, out, waiting, seated] = [before.panel, step.gone, draw.alternates, [...step.promoted, ...step.drawn]].map((on) => new Set(on));
  if (step.gone.some((token) => left.has(token))) refuse("step-gone-twice", { number });
  if (!step.promoted.every((token) => waiting.has(token))) refuse("step-promoted", { number });
  const free = (token) => !sat.has(token) && !out.has(token) && !left.has(token);
  if (![...seated].every(free)) refuse("step-seated", { number });
  if (seated.size < step.promoted.length + step.drawn.length) refuse("step-two-seats", { number });
  if (step.drawn.length !== step.seats) refuse("step-drawn", { number, seats: step.seats, people: step.drawn.length });
  const panel = [...before.panel.filter((token) => !out.has(token)), ...seated].sort();
  if (panel.join() !== step.panel.join()) refuse("step-panel", { number });
  const { seats } = draw.lottery;
  if (panel.length !== seats) refuse("step-size", { number, people: panel.length, seats });
}

async function checkStep(step, before, draw, left, number) {
  await checkChain(step, before, number);
  checkMoves(step, before, draw, left, number);
  const { purpose, call } = draw.lottery;
  const words = await wordsOf(step.value);
  const parts = [VERSION, `${purpose}-replacement-${number}`, call, step.digest, words];
  const seed = new Uint8Array(await sha256(utf8(parts.join("/"))));
  if (step.seed !== hexOf(seed)) refuse("step-seed", { number });
  if (step.ticket !== await uniform(streamOf(seed), WHOLE)) refuse("step-ticket", { number });
  const told = { number, gone: step.gone.length, promoted: step.promoted.length, seats: step.seats };
  return ["step-sound", { ...told, words: [...words].slice(0, 80).join("") }];
}

async function checkSteps(draw, steps) {
  const left = new Set();
  const sentences = [];
  let before = draw;
  for (const [i, step] of steps.entries()) {
    sentences.push(await checkStep(step, before, draw, left, String(i + 1)));
    step.gone.forEach((token) => left.add(token));
    before = step;
  }
  return sentences;
}

// The record, checked by itself: {lottery, draw, steps, digest, sentences}.
async function sound(record) {
  const kind = isObject(record) ? record.kind : "";
  if (kind === "replacement") replacementShape(record, "replacement");
  else if (kind === "draw") drawShape(record, "draw");
  else lotteryShape(record, "lottery");
  const draw = kind === "replacement" ? record.draw : kind === "draw" ? record : null;
  const steps = kind === "replacement" ? record.steps : [];
  const lottery = draw ? draw.lottery : record;
  const sentences = [checkLottery(lottery)];
  const digest = await digestOf(lottery);
  if (draw) sentences.push(await checkDraw(draw, digest), ...await checkSteps(draw, steps));
  return { lottery, draw, steps, digest, sentences };
}

function checkAnnounced(published, digest, steps, sentences, unchecked) {
  const known = published.trim().toLowerCase();
  const ofStep = steps.some((step) => step.digest === known);
  if (ofStep) sentences.push(["digest-step", { digest: known }]);
  if (!published || ofStep) {
    sentences.push(["digest", { digest }]);
    unchecked.push(["no-digest", {}]);
  } else if (known === digest) {
    sentences.push(["digest-announced", { digest }]);
  } else {
    refuse("digest-other", { digest, published: published.trim().slice(0, 64) });
  }
  for (const step of steps) {
    const number = String(step.number);
    if (step.digest !== known) unchecked.push(["step-announced", { number, digest: step.digest }]);
    if (step.relaxed) unchecked.push(["step-relaxed", { number, relaxed: step.relaxed }]);
    if (step.value.kind === "beacon") unchecked.push(["signature", { round: String(step.value.round) }]);
  }
}

async function checkPublic(bytes, published, sentences, unchecked) {
  const { lottery, draw, steps, digest, sentences: found } = await sound(read(bytes));
  sentences.push(...found);
  checkAnnounced(published, digest, steps, sentences, unchecked);
  if (lottery.purpose === "rehearsal") unchecked.push(["rehearsal", {}]);
  if (!draw) unchecked.push(["no-draw", {}]);
  else if (draw.value.kind === "beacon") unchecked.push(["signature", { round: String(draw.value.round) }]);
  if (draw) unchecked.push([lottery.source ? "source" : "no-source", { source: lottery.source }]);
  if (lottery.kind === SEALED) unchecked.push(["sealed", {}]);
  unchecked.push(["needs-openings", {}]);
}

// 5. What a participant checks

async function checkCommitment(lottery, receipt, sentences) {
  if (plainText(receipt.call) !== lottery.call) refuse("call-other", { receipt: receipt.call, record: lottery.call });
  const { call, pseudonym, salt, answers: given } = receipt;
  const own = await digestOf([VERSION, call, pseudonym, salt, given]);
  if ((receipt.commitment ?? own) !== own) refuse("commitment-other");
  const place = lottery.commitments.indexOf(own) + 1;
  if (!place) refuse("commitment-missing", { commitment: own });
  sentences.push(["commitment", { place, people: lottery.commitments.length }]);
}

async function ownTickets(lottery, tokenOf) {
  const held = [];
  for (let start = 0; start < lottery.tickets.length; start += 1000) {
    const some = lottery.tickets.slice(start, start + 1000);
    const tokens = await Promise.all(some.map((_tokens, i) => tokenOf(start + i)));
    tokens.forEach((token, i) => some[i].includes(token) && held.push(start + i));
  }
  return held;
}

function ownSteps(steps, own) {
  const found = [];
  for (const { gone, promoted, drawn, number } of steps) {
    const values = { number: String(number) };
    if (gone.includes(own)) found.push(["own-gone", values]);
    if (promoted.includes(own)) found.push(["own-promoted", values]);
    if (drawn.includes(own)) found.push(["own-drawn", values]);
  }
  if (steps.length) found.push([steps.at(-1).panel.includes(own) ? "sits-now" : "sits-no-more", {}]);
  return found;
}

async function checkParticipant(bytes, receipt, secret, sentences, unchecked) {
  const { lottery, draw, steps } = await sound(read(bytes));
  let salt = secret?.trim().toLowerCase();
  if (receipt) {
    const [found, words] = loosely(receipt);
    keysOnce(words);
    receiptShape(found, "receipt");
    await checkCommitment(lottery, found, sentences);
    salt = found.salt;
  } else {
    if (!/^[0-9a-f]{32}$/.test(salt)) refuse("secret-shape");
    unchecked.push(["secret-only", {}]);
  }
  const tokenOf = await tokenMaker(salt, lottery);
  if (lottery.kind === SEALED) {
    unchecked.push(["sealed", {}]);
  } else {
    const held = await ownTickets(lottery, tokenOf);
    const tickets = held.slice(0, SHOWN).join(", ") + (held.length > SHOWN ? ", …" : "");
    sentences.push([held.length ? "tickets" : "no-tickets", { held: held.length, m: lottery.tickets.length, tickets }]);
  }
  if (draw) {
    const ticket = String(draw.ticket);
    const own = await tokenOf(draw.ticket);
    const place = draw.alternates.indexOf(own) + 1;
    const outcome = draw.panel.includes(own) ? "juror" : place ? "alternate" : "not-drawn";
    sentences.push([outcome, { ticket, place }]);
    sentences.push(...ownSteps(steps, own));
  }
  unchecked.push(["others", {}]);
}

async function verdict(reader, check) {
  const sentences = [];
  const unchecked = [];
  try {
    await check(sentences, unchecked);
  } catch (problem) {
    const deep = problem instanceof RangeError && new Refused("not-in-format");
    if (!deep && !(problem instanceof Refused)) throw problem;
    const { key, values } = deep || problem;
    return { reader, ok: false, sentences: [...sentences, [key, values]], unchecked };
  }
  return { reader, ok: true, sentences, unchecked };
}

export async function verify(bytes, { digest = "", receipt = null, secret = "" } = {}) {
  const found = [await verdict("public", (...lists) => checkPublic(bytes, digest, ...lists))];
  if (receipt || secret) {
    found.push(await verdict("participant", (...lists) => checkParticipant(bytes, receipt, secret, ...lists)));
  }
  return found;
}

// 6. The page: <form data-verify> with record, digest, receipt and secret; a place [data-verdict];
// and a JSON block [data-words] with the words of every key.

function show(form, verdicts) {
  const words = JSON.parse(document.querySelector("[data-words]").textContent);
  const put = (where, tag, name, content = "") => {
    const made = where.appendChild(document.createElement(tag));
    made.className = name;
    made.textContent = content;
    return made;
  };
  const shown = (value) => typeof value === "number" ? value.toLocaleString(document.documentElement.lang) : value;
  const said = ([key, values]) => words[key].replace(/\{(\w+)\}/g, (_all, name) => shown(values[name]));
  const list = (where, sentences) => {
    const made = put(where, "ul", "");
    sentences.forEach((sentence) => put(made, "li", "", said(sentence)));
  };
  const place = document.querySelector("[data-verdict]");
  place.replaceChildren();
  for (const { reader, ok, sentences, unchecked } of verdicts) {
    const box = put(place, "div", `notice notice--${ok ? "good" : "stop"}`);
    put(box, "p", "notice__title", words[`${reader}-${ok ? "right" : "wrong"}`]);
    list(box, sentences);
    if (unchecked.length) put(box, "p", "", words.unchecked);
    if (unchecked.length) list(box, unchecked);
  }
}

async function checkForm(form) {
  const [record, receipt] = await Promise.all(
    ["record", "receipt"].map((name) => form.elements[name].files[0]?.arrayBuffer()),
  );
  const { digest, secret } = form.elements;
  show(form, await verify(record, { digest: digest.value, receipt, secret: secret.value }));
}

const form = globalThis.document?.querySelector("form[data-verify]");
if (form) {
  form.hidden = !globalThis.crypto?.subtle;
  document.querySelector("[data-needs-https]").hidden = !form.hidden;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    checkForm(form);
  });
}
