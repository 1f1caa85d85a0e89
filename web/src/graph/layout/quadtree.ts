/**
 * Barnes-Hut: far groups of bodies push as one body in their middle (Barnes & Hut, Nature 324, 1986). Cells lie in
 * typed arrays that are used again for each build.
 */

const EMPTY = -1;
/** Children below -1 are bodies: -2 is body 0. */
const asBody = (body: number): number => -2 - body;
/** Bodies at the same place end up in one cell of this depth. */
const DEEPEST = 40;

export class QuadTree {
  #cells = 0;
  #children = new Int32Array(0);
  /** Sums of mass × place while building, the middle afterwards. */
  #x = new Float64Array(0);
  #y = new Float64Array(0);
  #mass = new Float64Array(0);
  #size = new Float64Array(0);
  #stack = new Int32Array(4 * (DEEPEST + 2));
  /** What `push` found, read at once: no object per call. */
  readonly force = new Float64Array(2);

  /** `xy` holds two numbers per body, `mass` one above 0. */
  build(xy: Float64Array, mass: Float64Array, count: number): void {
    let left = Infinity;
    let right = -Infinity;
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < count; i++) {
      left = Math.min(left, xy[2 * i]);
      right = Math.max(right, xy[2 * i]);
      low = Math.min(low, xy[2 * i + 1]);
      high = Math.max(high, xy[2 * i + 1]);
    }
    this.#cells = 0;
    if (count === 0) return;
    const side = Math.max(right - left, high - low, 1e-9) * 1.000001;
    this.#newCell(side);
    for (let body = 0; body < count; body++) this.#insert(xy, mass, body, left, low, side);
    for (let cell = 0; cell < this.#cells; cell++) {
      this.#x[cell] /= this.#mass[cell];
      this.#y[cell] /= this.#mass[cell];
    }
  }

  #newCell(size: number): number {
    if (this.#cells === this.#mass.length) this.#grow();
    const cell = this.#cells++;
    this.#children.fill(EMPTY, 4 * cell, 4 * cell + 4);
    this.#x[cell] = 0;
    this.#y[cell] = 0;
    this.#mass[cell] = 0;
    this.#size[cell] = size;
    return cell;
  }

  #grow(): void {
    const length = Math.max(256, this.#mass.length * 2);
    const larger = (from: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(length);
      to.set(from);
      return to;
    };
    const children = new Int32Array(4 * length);
    children.set(this.#children);
    this.#children = children;
    this.#x = larger(this.#x);
    this.#y = larger(this.#y);
    this.#mass = larger(this.#mass);
    this.#size = larger(this.#size);
  }

  #insert(xy: Float64Array, mass: Float64Array, body: number, left: number, low: number, side: number): void {
    const px = xy[2 * body];
    const py = xy[2 * body + 1];
    let cell = 0;
    for (let depth = 0; ; depth++) {
      this.#x[cell] += px * mass[body];
      this.#y[cell] += py * mass[body];
      this.#mass[cell] += mass[body];
      if (depth === DEEPEST) return;
      side /= 2;
      const east = px >= left + side ? 1 : 0;
      const north = py >= low + side ? 1 : 0;
      left += east * side;
      low += north * side;
      const slot = 4 * cell + east + 2 * north;
      const there = this.#children[slot];
      if (there === EMPTY) {
        this.#children[slot] = asBody(body);
        return;
      }
      if (there >= 0) {
        cell = there;
        continue;
      }
      // A body is there already: a smaller cell for the two.
      const other = -2 - there;
      const smaller = this.#newCell(side);
      this.#children[slot] = smaller;
      this.#x[smaller] = xy[2 * other] * mass[other];
      this.#y[smaller] = xy[2 * other + 1] * mass[other];
      this.#mass[smaller] = mass[other];
      if (depth + 1 < DEEPEST) {
        const half = side / 2;
        const quarter = (xy[2 * other] >= left + half ? 1 : 0) + (xy[2 * other + 1] >= low + half ? 2 : 0);
        this.#children[4 * smaller + quarter] = there;
      }
      cell = smaller;
    }
  }

  /**
   * Adds up what pushes `body`: (its mass × the other's) ÷ distance, as ForceAtlas2 has it, without its factor.
   * A cell counts as one when its side is under `theta` of its distance. Result in `force`.
   */
  push(xy: Float64Array, mass: Float64Array, body: number, theta: number): void {
    const px = xy[2 * body];
    const py = xy[2 * body + 1];
    const near = theta * theta;
    let fx = 0;
    let fy = 0;
    let top = 0;
    this.#stack[top++] = 0;
    while (top > 0) {
      const cell = this.#stack[--top];
      const dx = px - this.#x[cell];
      const dy = py - this.#y[cell];
      const squared = dx * dx + dy * dy;
      if (this.#size[cell] * this.#size[cell] < near * squared) {
        const factor = this.#mass[cell] / squared;
        fx += dx * factor;
        fy += dy * factor;
        continue;
      }
      for (let slot = 4 * cell; slot < 4 * cell + 4; slot++) {
        const child = this.#children[slot];
        if (child === EMPTY) continue;
        if (child >= 0) {
          this.#stack[top++] = child;
          continue;
        }
        const other = -2 - child;
        if (other === body) continue;
        const bx = px - xy[2 * other];
        const by = py - xy[2 * other + 1];
        const distance = bx * bx + by * by;
        if (distance === 0) continue;
        const factor = mass[other] / distance;
        fx += bx * factor;
        fy += by * factor;
      }
    }
    this.force[0] = fx * mass[body];
    this.force[1] = fy * mass[body];
  }
}
