/** How good predicted probabilities are, and making them as good as what they are made of allows. */
import { fitRegression, sigmoid } from "./logisticRegression.ts";

/** What was predicted of a case, and what came of it. */
export type Prediction = { score: number; isPositive: boolean };

/**
 * Area under the ROC curve: how often a positive case is above a negative one, ties counting half.
 *
 * @returns Undefined when all cases are of one kind.
 */
export function areaUnderCurve(predictions: readonly Prediction[]): number | undefined {
  const sorted = [...predictions].sort((a, b) => a.score - b.score);
  const positives = sorted.filter(({ isPositive }) => isPositive).length;
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  let rankSum = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end += 1;
    const meanRank = (start + 1 + end) / 2;
    for (let index = start; index < end; index += 1) if (sorted[index]?.isPositive) rankSum += meanRank;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Mean squared error of probabilities. */
export function brierScore(predictions: readonly Prediction[]): number {
  const squares = predictions.map(({ score, isPositive }) => (score - Number(isPositive)) ** 2);
  return squares.reduce((sum, square) => sum + square, 0) / predictions.length;
}

/** Cases whose probability is in one tenth of 0 to 1. */
export type ReliabilityBin = {
  from: number;
  to: number;
  count: number;
  /** Mean of the probabilities. */
  predicted: number;
  /** Share of positive cases. */
  converted: number;
};

/** Cases by tenths of their probability; tenths without any are left out. */
export function reliability(predictions: readonly Prediction[]): ReliabilityBin[] {
  const bins: ReliabilityBin[] = [];
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const inside = predictions.filter(({ score }) => Math.min(Math.floor(score * 10), 9) === tenth);
    if (inside.length === 0) continue;
    const mean = (valueOf: (prediction: Prediction) => number) =>
      inside.reduce((sum, prediction) => sum + valueOf(prediction), 0) / inside.length;
    bins.push({
      from: tenth / 10,
      to: (tenth + 1) / 10,
      count: inside.length,
      predicted: mean(({ score }) => score),
      converted: mean(({ isPositive }) => Number(isPositive)),
    });
  }
  return bins;
}

/** By how much probabilities miss the share of positive cases: the mean over the bins, by their cases. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  return bins.reduce((sum, bin) => sum + (bin.count / count) * Math.abs(bin.predicted - bin.converted), 0);
}

/** What is done to log-odds before a probability is made of them. */
export type Calibration = { slope: number; offset: number };

/**
 * Platt's scaling: a regression of what came of cases on their log-odds, with targets drawn in a
 * little so that few cases do not make it certain (Platt 1999).
 */
export function calibrate(predictions: readonly Prediction[]): Calibration {
  const positives = predictions.filter(({ isPositive }) => isPositive).length;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (predictions.length - positives + 2);
  const { intercept, coefficients } = fitRegression(
    predictions.map(({ score }) => ({ columns: [0], values: [score] })),
    predictions.map(({ isPositive }) => (isPositive ? high : low)),
    { width: 1, penalty: 1e-6 },
  );
  return { slope: coefficients[0] ?? 1, offset: intercept };
}

/** The probability of calibrated log-odds. */
export function calibrated(logOdds: number, { slope, offset }: Calibration): number {
  return sigmoid(slope * logOdds + offset);
}
