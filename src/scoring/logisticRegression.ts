/**
 * Logistic regression with an L2 penalty, by Newton's method (iteratively reweighted least squares).
 * Rows are sparse, since most features are levels of which a lead has one. The same rows give the
 * same coefficients: nothing is random.
 */

/** The columns of a row that are not 0, with their values. */
export type SparseRow = { columns: readonly number[]; values: readonly number[] };

/** A fitted regression. */
export type Regression = { intercept: number; coefficients: number[] };

/** How a regression is fitted. */
export type FitOptions = {
  /** Number of columns. */
  width: number;
  /** Weight of the sum of squared coefficients, halved; the intercept is not penalised. */
  penalty: number;
};

const MOST_STEPS = 50;
const MOST_HALVINGS = 20;
const CLOSE_ENOUGH = 1e-9;

/** The probability of log-odds. */
export function sigmoid(logOdds: number): number {
  return logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds));
}

/** The log-odds that a regression gives a row. */
export function logOddsOf({ intercept, coefficients }: Regression, row: SparseRow): number {
  let sum = intercept;
  for (const [place, column] of row.columns.entries()) {
    sum += (coefficients[column] ?? 0) * (row.values[place] ?? 0);
  }
  return sum;
}

/**
 * Fits a regression.
 *
 * @param rows - What is known of each case.
 * @param targets - What came of each: 0 to 1.
 * @throws RangeError when there are no rows, or not as many targets.
 */
export function fitRegression(
  rows: readonly SparseRow[],
  targets: readonly number[],
  { width, penalty }: FitOptions,
): Regression {
  if (rows.length === 0 || rows.length !== targets.length) throw new RangeError("As many targets as rows, and some");
  // The intercept is the last unknown.
  const size = width + 1;
  let unknowns = new Float64Array(size);
  let loss = lossOf(rows, targets, unknowns, penalty);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { gradient, hessian } = derivatives(rows, targets, unknowns, penalty);
    const direction = solve(hessian, gradient, size);
    let share = 1;
    let next = moved(unknowns, direction, share);
    let nextLoss = lossOf(rows, targets, next, penalty);
    // A whole step may go too far where the rows are all but separable.
    for (let halving = 0; nextLoss > loss && halving < MOST_HALVINGS; halving += 1) {
      share /= 2;
      next = moved(unknowns, direction, share);
      nextLoss = lossOf(rows, targets, next, penalty);
    }
    if (nextLoss > loss) break;
    const gained = loss - nextLoss;
    unknowns = next;
    loss = nextLoss;
    if (gained < CLOSE_ENOUGH * (1 + loss)) break;
  }
  return { intercept: unknowns[width] ?? 0, coefficients: Array.from(unknowns.subarray(0, width)) };
}

function moved(from: Float64Array, direction: Float64Array, share: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(from, (value, index) => value - share * (direction[index] ?? 0));
}

function logOddsAt(unknowns: Float64Array, row: SparseRow): number {
  let sum = unknowns[unknowns.length - 1] ?? 0;
  for (const [place, column] of row.columns.entries()) {
    sum += (unknowns[column] ?? 0) * (row.values[place] ?? 0);
  }
  return sum;
}

function lossOf(
  rows: readonly SparseRow[],
  targets: readonly number[],
  unknowns: Float64Array,
  penalty: number,
): number {
  let loss = 0;
  for (let column = 0; column < unknowns.length - 1; column += 1) {
    loss += (penalty / 2) * (unknowns[column] ?? 0) ** 2;
  }
  for (const [index, row] of rows.entries()) {
    const logOdds = logOddsAt(unknowns, row);
    // log(1 + e^x) without overflow.
    loss += Math.max(logOdds, 0) + Math.log1p(Math.exp(-Math.abs(logOdds))) - (targets[index] ?? 0) * logOdds;
  }
  return loss;
}

function derivatives(
  rows: readonly SparseRow[],
  targets: readonly number[],
  unknowns: Float64Array,
  penalty: number,
): { gradient: Float64Array; hessian: Float64Array } {
  const size = unknowns.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const add = (to: Float64Array, index: number, value: number) => {
    to[index] = (to[index] ?? 0) + value;
  };
  for (let column = 0; column < size - 1; column += 1) {
    add(gradient, column, penalty * (unknowns[column] ?? 0));
    add(hessian, column * size + column, penalty);
  }
  for (const [index, row] of rows.entries()) {
    const probability = sigmoid(logOddsAt(unknowns, row));
    const residual = probability - (targets[index] ?? 0);
    const weight = probability * (1 - probability);
    const columns = [...row.columns, size - 1];
    const values = [...row.values, 1];
    for (const [place, column] of columns.entries()) {
      const value = values[place] ?? 0;
      add(gradient, column, residual * value);
      for (let other = 0; other <= place; other += 1) {
        const otherColumn = columns[other] ?? 0;
        const product = weight * value * (values[other] ?? 0);
        add(hessian, column * size + otherColumn, product);
        if (other < place) add(hessian, otherColumn * size + column, product);
      }
    }
  }
  return { gradient, hessian };
}

/** Solves a symmetric positive definite system by Cholesky's decomposition. */
function solve(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  const at = (row: number, column: number) => lower[row * size + column] ?? 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column] ?? 0;
      for (let k = 0; k < column; k += 1) sum -= at(row, k) * at(column, k);
      // A direction that the rows say nothing of is left alone.
      lower[row * size + column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(column, column);
    }
  }
  const result = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let sum = result[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= at(row, k) * (result[k] ?? 0);
    result[row] = sum / at(row, row);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = result[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) sum -= at(k, row) * (result[k] ?? 0);
    result[row] = sum / at(row, row);
  }
  return result;
}
