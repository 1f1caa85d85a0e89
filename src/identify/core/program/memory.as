/** What memory.ts is where it is compiled. */

@external("env", "probesFull")
export declare function probesFull(): void;

@inline
export function int(at: i32): i32 {
  return load<i32>(at);
}

@inline
export function setInt(at: i32, value: i32): void {
  store<i32>(at, value);
}

@inline
export function double(at: i32): f64 {
  return load<f64>(at);
}

@inline
export function setDouble(at: i32, value: f64): void {
  store<f64>(at, value);
}

@inline
export function half(at: i32): i32 {
  return <i32>load<u16>(at);
}

@inline
export function byte(at: i32): i32 {
  return <i32>load<u8>(at);
}

@inline
export function setByte(at: i32, value: i32): void {
  store<u8>(at, value);
}

@inline
export function zero(at: i32, bytes: i32): void {
  memory.fill(at, 0, bytes);
}

@inline
export function copy(to: i32, from: i32, bytes: i32): void {
  memory.copy(to, from, bytes);
}

@inline
export function multiply(a: i32, b: i32): i32 {
  return a * b;
}
