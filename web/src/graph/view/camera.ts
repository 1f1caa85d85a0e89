/** Which part of the plane is seen. Pure. On the screen y grows downwards, in the plane upwards. */

export interface Camera {
  /** In the middle of the view. */
  readonly x: number;
  readonly y: number;
  /** Pixels per unit of the plane. */
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function toScreen(camera: Camera, size: Size, x: number, y: number): Point {
  return {
    x: (x - camera.x) * camera.scale + size.width / 2,
    y: size.height / 2 - (y - camera.y) * camera.scale,
  };
}

export function toPlane(camera: Camera, size: Size, { x, y }: Point): Point {
  return {
    x: (x - size.width / 2) / camera.scale + camera.x,
    y: (size.height / 2 - y) / camera.scale + camera.y,
  };
}

/** Moves the picture by so many pixels. */
export function pan(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y + dy / camera.scale };
}

export interface ScaleRange {
  readonly least: number;
  readonly most: number;
}

/** What lies at `at` on the screen stays there. */
export function zoom(camera: Camera, size: Size, at: Point, factor: number, range: ScaleRange): Camera {
  const scale = Math.min(range.most, Math.max(range.least, camera.scale * factor));
  const fixed = toPlane(camera, size, at);
  return {
    scale,
    x: fixed.x - (at.x - size.width / 2) / scale,
    y: fixed.y + (at.y - size.height / 2) / scale,
  };
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** The smallest box around the devices; `null` without any. */
export function boxAround(xy: Float32Array, devices?: readonly number[]): Box | null {
  const count = devices?.length ?? xy.length / 2;
  if (count === 0) return null;
  let left = Infinity;
  let right = -Infinity;
  let bottom = Infinity;
  let top = -Infinity;
  for (let k = 0; k < count; k++) {
    const i = devices === undefined ? k : devices[k];
    left = Math.min(left, xy[2 * i]);
    right = Math.max(right, xy[2 * i]);
    bottom = Math.min(bottom, xy[2 * i + 1]);
    top = Math.max(top, xy[2 * i + 1]);
  }
  return { left, right, bottom, top };
}

/** Shows all of the box with `margin` pixels around it. */
export function fit(box: Box, size: Size, margin: number, most: number): Camera {
  const width = Math.max(1, size.width - 2 * margin);
  const height = Math.max(1, size.height - 2 * margin);
  const scale = Math.min(
    most,
    width / Math.max(box.right - box.left, 1e-6),
    height / Math.max(box.top - box.bottom, 1e-6),
  );
  return { x: (box.left + box.right) / 2, y: (box.bottom + box.top) / 2, scale };
}

/** Between two cameras, `part` from 0 to 1; scales change evenly for the eye. */
export function between(from: Camera, to: Camera, part: number): Camera {
  const eased = part * part * (3 - 2 * part);
  return {
    x: from.x + (to.x - from.x) * eased,
    y: from.y + (to.y - from.y) * eased,
    scale: from.scale * (to.scale / from.scale) ** eased,
  };
}

/** CSS that turns a picture taken with `then` into what `now` sees. */
export function transformBetween(then: Camera, now: Camera, size: Size): string {
  const ratio = now.scale / then.scale;
  const { x, y } = toScreen(now, size, then.x, then.y);
  return `translate(${x - (size.width / 2) * ratio}px,${y - (size.height / 2) * ratio}px) scale(${ratio})`;
}
