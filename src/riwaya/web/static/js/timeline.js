// The timeline: how many events a day (week, month, year), and a brush that chooses days. Time runs left to right.
import { isoOf } from "./crossfilter.js";
import { repaint } from "./basemap.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const WIDTHS = [1, 7, 30.4375, 91.3125, 365.25];
const FOOT = 18;
const GRIP = 8;

export class Timeline {
  constructor(canvas, days, onChange) {
    this.canvas = canvas;
    this.onChange = onChange;
    this.full = days;
    this.chosen = null;
    this.bins = [];
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    new ResizeObserver(() => this.draw()).observe(canvas);
    repaint(() => this.draw());
  }

  // Counts by day, and the days that are chosen (null: all).
  show(counts, chosen) {
    const [first, last] = this.full;
    const most = Math.max(60, Math.floor(this.canvas.clientWidth / 5));
    this.width = WIDTHS.find((width) => (last - first + 1) / width <= most) ?? WIDTHS.at(-1);
    this.bins = new Array(Math.floor((last - first) / this.width) + 1).fill(0);
    for (const [day, n] of counts) this.bins[Math.floor((day - first) / this.width)] += n;
    this.chosen = chosen;
    this.draw();
  }

  x(day) {
    const [first, last] = this.full;
    return ((day - first) / (last - first + 1)) * this.canvas.clientWidth;
  }

  day(x) {
    const [first, last] = this.full;
    const found = first + Math.floor((x / this.canvas.clientWidth) * (last - first + 1));
    return Math.max(first, Math.min(last, found));
  }

  draw() {
    const { canvas } = this;
    const ratio = devicePixelRatio || 1;
    const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
    if (!wide) return;
    canvas.width = wide * ratio;
    canvas.height = high * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const ground = high - FOOT;
    if (this.chosen) {
      pen.fillStyle = css("--accent-weak");
      pen.fillRect(this.x(this.chosen[0]), 0, this.x(this.chosen[1] + 1) - this.x(this.chosen[0]), ground);
    }
    this.drawBars(pen, ground);
    if (this.chosen) {
      pen.fillStyle = css("--accent");
      for (const at of [this.x(this.chosen[0]), this.x(this.chosen[1] + 1)]) pen.fillRect(at - 1, 0, 2, ground);
    }
    this.drawFoot(pen, wide, ground);
  }

  drawBars(pen, ground) {
    const most = Math.max(1, ...this.bins);
    const scale = (n) => (n ? Math.max(2, (n / most) * (ground - 4)) : 0);
    this.bins.forEach((n, nth) => {
      const from = this.full[0] + nth * this.width;
      const inside = !this.chosen || (from + this.width > this.chosen[0] && from <= this.chosen[1]);
      pen.fillStyle = css(inside ? "--accent" : "--edge");
      const [left, right] = [this.x(from), this.x(Math.min(from + this.width, this.full[1] + 1))];
      pen.fillRect(left, ground - scale(n), Math.max(1, right - left - 1), scale(n));
    });
  }

  drawFoot(pen, wide, ground) {
    pen.fillStyle = css("--line");
    pen.fillRect(0, ground, wide, 1);
    pen.fillStyle = css("--muted");
    pen.font = "11px 'Plex Sans', system-ui, sans-serif";
    pen.textBaseline = "bottom";
    const [first, last] = this.full;
    const labels = Math.max(2, Math.min(8, Math.floor(wide / 110)));
    for (let nth = 0; nth < labels; nth += 1) {
      const day = Math.round(first + ((last - first) * nth) / (labels - 1));
      pen.textAlign = nth === 0 ? "left" : nth === labels - 1 ? "right" : "center";
      const at = nth === 0 ? 0 : nth === labels - 1 ? wide : this.x(day);
      pen.fillText(isoOf(day).slice(0, last - first > 1500 ? 7 : 10), at, ground + FOOT);
    }
  }

  // A press near an edge of the brush moves that edge, within it moves all of it, elsewhere begins anew.
  begin(event) {
    const at = this.at(event);
    const [left, right] = this.chosen ? [this.x(this.chosen[0]), this.x(this.chosen[1] + 1)] : [NaN, NaN];
    let fixed = this.day(at);
    let moving = null;
    if (Math.abs(at - left) <= GRIP) fixed = this.chosen[1];
    else if (Math.abs(at - right) <= GRIP) fixed = this.chosen[0];
    else if (at > left && at < right) moving = { from: this.day(at), chosen: this.chosen };
    const drag = (move) => {
      const day = this.day(this.at(move));
      this.chosen = moving ? this.shifted(moving, day) : [Math.min(fixed, day), Math.max(fixed, day)];
      this.draw();
      this.onChange(this.chosen, false);
    };
    const end = (up) => {
      this.canvas.removeEventListener("pointermove", drag);
      this.canvas.removeEventListener("pointerup", end);
      this.canvas.removeEventListener("pointercancel", end);
      const still = Math.abs(this.at(up) - at) < 3;
      this.onChange(still && !(at > left && at < right) ? null : this.chosen, true);
    };
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.addEventListener("pointermove", drag);
    this.canvas.addEventListener("pointerup", end);
    this.canvas.addEventListener("pointercancel", end);
  }

  at(event) {
    return event.clientX - this.canvas.getBoundingClientRect().left;
  }

  shifted({ from, chosen }, day) {
    const by = Math.max(this.full[0] - chosen[0], Math.min(this.full[1] - chosen[1], day - from));
    return [chosen[0] + by, chosen[1] + by];
  }
}
