/**
 * Solves A·X = B for a symmetric positive definite A (`size`², row by row) and `columns` right-hand sides, by
 * Cholesky's factorisation. A and B are overwritten; the solution is B.
 */
export function choleskySolve(a: Float64Array, b: Float64Array, size: number, columns: number): Float64Array {
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      if (i > j) a[i * size + j] = sum / a[j * size + j]!;
      else if (sum > 0) a[j * size + j] = Math.sqrt(sum);
      else throw new RangeError("choleskySolve: the matrix is not positive definite");
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) subtractRow(b, i, k, a[i * size + k]!, columns);
    scaleRow(b, i, 1 / a[i * size + i]!, columns);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) subtractRow(b, i, k, a[k * size + i]!, columns);
    scaleRow(b, i, 1 / a[i * size + i]!, columns);
  }
  return b;
}

function subtractRow(b: Float64Array, row: number, other: number, factor: number, columns: number): void {
  for (let c = 0; c < columns; c++) b[row * columns + c]! -= factor * b[other * columns + c]!;
}

function scaleRow(b: Float64Array, row: number, factor: number, columns: number): void {
  for (let c = 0; c < columns; c++) b[row * columns + c]! *= factor;
}
