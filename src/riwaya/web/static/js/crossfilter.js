// Events and their claims in typed arrays, filters over them, and counts for every value of every filter.
// What is asked of claims (stance, outlet, ...) must hold of one and the same claim, as in the API.

export const NONE = -1;
const UNDATED = -2147483648;

function lists(column) {
  return { offsets: Uint32Array.from(column.offsets), values: Int32Array.from(column.values) };
}

export class Crossfilter {
  constructor(data) {
    this.data = data;
    this.size = data.id.length;
    this.start = Int32Array.from(data.start, (day) => day ?? UNDATED);
    this.end = Int32Array.from(data.end, (day) => day ?? UNDATED);
    this.type = Int16Array.from(data.type);
    this.place = Int32Array.from(data.place);
    this.lat = Float32Array.from(data.lat, (value) => value ?? NaN);
    this.lon = Float32Array.from(data.lon, (value) => value ?? NaN);
    this.origins = Uint16Array.from(data.n_origins);
    this.outlets = Uint16Array.from(data.n_outlets);
    this.claims = Uint16Array.from(data.n_claims);
    this.contradicted = Uint8Array.from(data.contradicted);
    this.reviewed = Uint8Array.from(data.reviewed);
    this.claimOffsets = Uint32Array.from(data.claims.offsets);
    const claims = data.claims;
    this.ofClaim = {
      stance: { single: Int16Array.from(claims.stance) },
      certainty: { single: Int16Array.from(claims.certainty) },
      outlet: { single: Int32Array.from(claims.outlet) },
      actor: lists(claims.actor),
      source: lists(claims.source),
    };
    this.ofEvent = {
      time: (i, [since, until]) => this.start[i] !== UNDATED && this.end[i] >= since && this.start[i] <= until,
      box: (i, [w, s, e, n]) => this.lat[i] >= s && this.lat[i] <= n && (w <= e
        ? this.lon[i] >= w && this.lon[i] <= e
        : this.lon[i] >= w || this.lon[i] <= e),
      type: (i, types) => types.has(this.type[i]),
      place: (i, place) => this.place[i] === place,
      origins: (i, [least, most]) => this.origins[i] >= least && this.origins[i] <= most,
      contradicted: (i, wanted) => this.contradicted[i] === wanted,
      reviewed: (i, wanted) => this.reviewed[i] === wanted,
    };
    this.eventBits = bitsOf(Object.keys(this.ofEvent));
    this.claimBits = bitsOf(Object.keys(this.ofClaim));
    this.eventFails = new Uint8Array(this.size);
    this.claimFails = new Uint8Array(claims.stance.length);
    this.passes = new Uint8Array(this.size).fill(1);
  }

  // Ask for something (null: nothing any more). For claims the value is a code of the dictionary.
  filter(name, wanted) {
    if (name in this.ofEvent) this.#mark(this.eventFails, this.eventBits[name], wanted, this.#eventTest(name, wanted));
    else this.#mark(this.claimFails, this.claimBits[name], wanted, this.#claimTest(name, wanted));
  }

  #mark(fails, bit, wanted, test) {
    for (let i = 0; i < fails.length; i += 1) {
      if (wanted === null || test(i)) fails[i] &= ~bit;
      else fails[i] |= bit;
    }
  }

  #eventTest(name, wanted) {
    const test = this.ofEvent[name];
    return (i) => test(i, wanted);
  }

  #claimTest(name, wanted) {
    const column = this.ofClaim[name];
    if (column.single) return (i) => column.single[i] === wanted;
    return (i) => {
      for (let at = column.offsets[i]; at < column.offsets[i + 1]; at += 1) if (column.values[at] === wanted) return true;
      return false;
    };
  }

  // Which events pass all filters, and for each filter how many would pass with each of its values.
  count() {
    const { size, eventFails, claimFails, claimOffsets } = this;
    const counts = this.#empty();
    let total = 0;
    for (let i = 0; i < size; i += 1) {
      const fails = eventFails[i];
      let some = 0;
      for (let c = claimOffsets[i]; c < claimOffsets[i + 1] && !some; c += 1) if (!claimFails[c]) some = 1;
      this.passes[i] = !fails && some ? 1 : 0;
      total += this.passes[i];
      if (some) this.#countEvent(i, fails, counts);
      if (!fails) this.#countClaims(i, counts);
    }
    return { total, ...counts };
  }

  #empty() {
    const { data } = this;
    const seen = {};
    const counts = { seen, undated: 0, origins: new Uint32Array(4), contradicted: new Uint32Array(2), reviewed: new Uint32Array(2) };
    counts.type = new Uint32Array(data.types.length);
    counts.place = new Uint32Array(data.places.length);
    counts.days = new Map();
    for (const name of Object.keys(this.ofClaim)) {
      counts[name] = new Uint32Array(data[`${name}s`].length);
      seen[name] = new Int32Array(data[`${name}s`].length).fill(-1);
    }
    return counts;
  }

  #countEvent(i, fails, counts) {
    const bits = this.eventBits;
    if (!(fails & ~bits.type)) counts.type[this.type[i]] += 1;
    if (!(fails & ~bits.origins)) counts.origins[Math.min(this.origins[i], 3)] += 1;
    if (!(fails & ~bits.contradicted)) counts.contradicted[this.contradicted[i]] += 1;
    if (!(fails & ~bits.reviewed)) counts.reviewed[this.reviewed[i]] += 1;
    if (this.place[i] >= 0 && !(fails & ~(bits.place | bits.box))) counts.place[this.place[i]] += 1;
    if (!(fails & ~bits.time)) {
      if (this.start[i] === UNDATED) counts.undated += 1;
      else counts.days.set(this.start[i], (counts.days.get(this.start[i]) ?? 0) + 1);
    }
  }

  #countClaims(i, counts) {
    for (let c = this.claimOffsets[i]; c < this.claimOffsets[i + 1]; c += 1) {
      for (const name in this.ofClaim) {
        if (this.claimFails[c] & ~this.claimBits[name]) continue;
        const column = this.ofClaim[name];
        if (column.single) this.#once(counts, name, column.single[c], i);
        else for (let at = column.offsets[c]; at < column.offsets[c + 1]; at += 1) this.#once(counts, name, column.values[at], i);
      }
    }
  }

  #once(counts, name, value, i) {
    if (value < 0 || counts.seen[name][value] === i) return;
    counts.seen[name][value] = i;
    counts[name][value] += 1;
  }

  // The first and last day of all dated events; null where there are none.
  days() {
    let first = Infinity;
    let last = -Infinity;
    for (let i = 0; i < this.size; i += 1) {
      if (this.start[i] === UNDATED) continue;
      first = Math.min(first, this.start[i]);
      last = Math.max(last, this.end[i]);
    }
    return first <= last ? [first, last] : null;
  }
}

function bitsOf(names) {
  return Object.fromEntries(names.map((name, nth) => [name, 1 << nth]));
}

const DAY = 86400000;

export function isoOf(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function dayOf(iso) {
  const found = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(found) ? null : Math.round(found / DAY);
}
