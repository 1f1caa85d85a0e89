/** Reed–Solomon over GF(2⁸) with the polynomial 0x11d, as QR codes have it (ISO/IEC 18004 §7.5). */

function multiply(a: number, b: number): number {
  let product = 0;
  for (let at = 7; at >= 0; at--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> at) & 1) * a;
  }
  return product;
}

/** Coefficients of the product of (x − 2ⁱ), the highest left out. */
function divisorOf(degree: number): Uint8Array {
  const divisor = new Uint8Array(degree);
  divisor[degree - 1] = 1;
  let root = 1;
  for (let times = 0; times < degree; times++) {
    for (let at = 0; at < degree; at++) {
      divisor[at] = multiply(divisor[at], root) ^ (at + 1 < degree ? divisor[at + 1] : 0);
    }
    root = multiply(root, 2);
  }
  return divisor;
}

/** The bytes of correction that follow `data`. */
export function remainderOf(data: Uint8Array, degree: number): Uint8Array {
  const divisor = divisorOf(degree);
  const rest = new Uint8Array(degree);
  for (const byte of data) {
    const factor = byte ^ rest[0];
    rest.copyWithin(0, 1);
    rest[degree - 1] = 0;
    for (let at = 0; at < degree; at++) rest[at] ^= multiply(divisor[at], factor);
  }
  return rest;
}
