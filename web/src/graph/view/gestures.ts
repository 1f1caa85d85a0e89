/** Pointer, wheel and touch → what they mean. Coordinates are pixels from the upper left corner of the element. */
import type { Point } from './camera.ts';

export interface GestureTarget {
  /** Whether something that can be dragged lies there. */
  grab(at: Point): boolean;
  drag(at: Point): void;
  drop(): void;
  panBy(dx: number, dy: number): void;
  zoomAt(at: Point, factor: number): void;
  hover(at: Point | null): void;
  click(at: Point): void;
  doubleClick(at: Point): void;
}

/** A pointer that moved less is a click. */
const STILL_PX = 4;
const WHEEL_STEP = 0.0016;
const LINE_PX = 16;

/** Call what it returns to let go of the element. */
export function listenForGestures(element: HTMLElement, target: GestureTarget): () => void {
  const pointers = new Map<number, Point>();
  let pressed: Point | null = null;
  let moved = false;
  let grabbed = false;
  const at = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const pinch = (): { readonly middle: Point; readonly apart: number } => {
    const [a, b] = [...pointers.values()];
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      apart: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
    };
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    if (pointers.size === 1) {
      pressed = at(event);
      moved = false;
      grabbed = target.grab(pressed);
    } else {
      if (grabbed) target.drop();
      grabbed = false;
      moved = true;
    }
  };

  const move = (event: PointerEvent): void => {
    const here = at(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined || pressed === null) {
      if (event.pointerType !== 'touch') target.hover(here);
      return;
    }
    if (!moved && Math.hypot(here.x - pressed.x, here.y - pressed.y) < STILL_PX) return;
    if (pointers.size >= 2) {
      const then = pinch();
      pointers.set(event.pointerId, here);
      const now = pinch();
      target.panBy(now.middle.x - then.middle.x, now.middle.y - then.middle.y);
      target.zoomAt(now.middle, now.apart / then.apart);
      return;
    }
    moved = true;
    pointers.set(event.pointerId, here);
    if (grabbed) target.drag(here);
    else target.panBy(here.x - before.x, here.y - before.y);
  };

  const up = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    if (pointers.size > 0) return;
    if (grabbed) target.drop();
    if (!moved && event.type === 'pointerup') target.click(at(event));
    pressed = null;
    grabbed = false;
  };

  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_PX : event.deltaY;
    // A pinch on a touch pad comes as a wheel with Ctrl, in smaller steps.
    target.zoomAt(at(event), Math.exp(-pixels * WHEEL_STEP * (event.ctrlKey ? 5 : 1)));
  };
  const leave = (): void => target.hover(null);
  const twice = (event: MouseEvent): void => target.doubleClick(at(event));

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('dblclick', twice);
  element.addEventListener('wheel', wheel, { passive: false });
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('dblclick', twice);
    element.removeEventListener('wheel', wheel);
  };
}
