/**
 * A model of an organization's closed leads: which levels of which features went with conversion.
 * What it makes is kept as data (app_public.lead_score_models) and scores in SQL.
 */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import {
  areaUnderCurve, brierScore, calibrate, calibrated, calibrationError, reliability,
} from "./evaluation.ts";
import type { Calibration, Prediction, ReliabilityBin } from "./evaluation.ts";
import { fitRegression, logOddsOf } from "./logisticRegression.ts";
import type { Regression, SparseRow } from "./logisticRegression.ts";

/** A closed lead, with the level that it has of each feature (app_hidden.lead_features). */
export type ClosedLead = {
  id: string;
  isConverted: boolean;
  features: readonly string[];
  levels: readonly string[];
};

/** Closed leads that a model needs. */
export const FEWEST_CLOSED = 100;
/** Of converted ones and of disqualified ones each. */
export const FEWEST_OF_A_KIND = 10;
/** A model below this is no better than guessing. */
const LOWEST_AUC = 0.55;
const PENALTY = 1;
/** A level that fewer leads have counts as "(other)". */
const FEWEST_OF_A_LEVEL = 5;
/** A custom field with more levels than this, or given by a smaller share of leads, is no feature. */
const MOST_CUSTOM_LEVELS = 20;
const SMALLEST_CUSTOM_SHARE = 0.05;
/** Fitting takes time that grows with the square of the features, and memory with that of the levels. */
const MOST_CUSTOM_FEATURES = 50;
/** The levels of a feature that most leads have; the others count as "(other)". */
const MOST_LEVELS = 50;
const FOLDS = 4;

const NONE = "(none)";
const OTHER = "(other)";
const UNKNOWN = "(unknown)";

type ModelFeature = {
  name: string;
  /** What the feature adds to the log-odds on average. */
  average: number;
  levels: Record<string, { weight: number; count: number }>;
};

/** What is written of a model: columns of app_public.lead_score_models. */
export type FittedModel = {
  status: "fitted" | "insufficient" | "rejected";
  message: string;
  closed_count: number;
  converted_count: number;
  training_count?: number;
  held_out_count?: number;
  auc?: number;
  brier_score?: number;
  calibration_error?: number;
  reliability?: ReliabilityBin[];
  intercept?: number;
  calibration_slope?: number;
  calibration_offset?: number;
  features?: ModelFeature[];
};

/** Which of ten parts a lead is in: always the same one. The last two are held out. */
function partOf(id: string): number {
  return createHash("sha256").update(id).digest().readUInt32BE(0) % 10;
}

class Columns {
  readonly #columns = new Map<string, Map<string, number>>();
  readonly counts: number[] = [];
  readonly #isCustom = (feature: string) => feature.startsWith("custom.");

  constructor(leads: readonly ClosedLead[]) {
    const counted = new Map<string, Map<string, number>>();
    for (const { features, levels } of leads) {
      for (const [place, feature] of features.entries()) {
        const level = levels[place] ?? NONE;
        const known = counted.get(feature) ?? new Map<string, number>();
        counted.set(feature, known.set(level, (known.get(level) ?? 0) + 1));
      }
    }
    const left = this.#leftOut(counted, leads.length);
    for (const [feature, levels] of [...counted].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (!left.has(feature)) this.#add(feature, levels, leads.length);
    }
  }

  /** Custom fields that are no features: of those that could be, the ones that most leads have are. */
  #leftOut(counted: ReadonlyMap<string, Map<string, number>>, leadCount: number): ReadonlySet<string> {
    const fields = [...counted].filter(([feature]) => this.#isCustom(feature)).map(([feature, levels]) => {
      const given = [...levels].reduce((sum, [level, count]) => sum + (level === UNKNOWN ? 0 : count), 0);
      return { feature, given, isFit: levels.size <= MOST_CUSTOM_LEVELS && given >= SMALLEST_CUSTOM_SHARE * leadCount };
    });
    const fit = fields.filter(({ isFit }) => isFit).sort((a, b) => b.given - a.given || (a.feature < b.feature ? -1 : 1));
    const chosen = new Set(fit.slice(0, MOST_CUSTOM_FEATURES).map(({ feature }) => feature));
    return new Set(fields.map(({ feature }) => feature).filter((feature) => !chosen.has(feature)));
  }

  #add(feature: string, counted: Map<string, number>, leadCount: number): void {
    const levels = new Map(counted);
    levels.delete(UNKNOWN);
    if (this.#isCustom(feature)) {
      const given = [...levels.values()].reduce((sum, count) => sum + count, 0);
      levels.set(NONE, (levels.get(NONE) ?? 0) + leadCount - given);
    }
    const columns = new Map<string, number>();
    let others = 0;
    const byCount = [...levels].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const most = new Set(byCount.slice(0, MOST_LEVELS).map(([level]) => level));
    for (const [level, count] of [...levels].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (count < FEWEST_OF_A_LEVEL || level === OTHER || !most.has(level)) others += count;
      else columns.set(level, this.counts.push(count) - 1);
    }
    if (others > 0) columns.set(OTHER, this.counts.push(others) - 1);
    // What is the same of every lead tells nothing.
    if (columns.size > 1) this.#columns.set(feature, columns);
  }

  /** The columns of a lead. */
  rowOf({ features, levels }: ClosedLead): SparseRow {
    const row = { columns: [] as number[], values: [] as number[] };
    for (const [feature, known] of this.#columns) {
      const place = features.indexOf(feature);
      const level = place < 0 ? NONE : levels[place] ?? NONE;
      const column = level === UNKNOWN ? undefined : known.get(level) ?? known.get(OTHER);
      if (column !== undefined) {
        row.columns.push(column);
        row.values.push(1);
        continue;
      }
      // A little of each, so that it adds what the average lead has.
      const total = [...known.values()].reduce((sum, each) => sum + (this.counts[each] ?? 0), 0);
      for (const each of known.values()) {
        row.columns.push(each);
        row.values.push((this.counts[each] ?? 0) / total);
      }
    }
    return row;
  }

  /** The features, with the coefficients of a regression. */
  describe({ coefficients }: Regression): ModelFeature[] {
    return [...this.#columns].map(([name, known]) => {
      // Levels are what people typed: "__proto__" is one like any other.
      const levels = Object.create(null) as ModelFeature["levels"];
      let sum = 0;
      let total = 0;
      for (const [level, column] of known) {
        const weight = coefficients[column] ?? 0;
        const count = this.counts[column] ?? 0;
        levels[level] = { weight, count };
        sum += weight * count;
        total += count;
      }
      return { name, average: total > 0 ? sum / total : 0, levels };
    });
  }
}

const targetsOf = (leads: readonly ClosedLead[]) => leads.map(({ isConverted }) => Number(isConverted));

function fit(columns: Columns, leads: readonly ClosedLead[]): Regression {
  return fitRegression(leads.map((lead) => columns.rowOf(lead)), targetsOf(leads), {
    width: columns.counts.length,
    penalty: PENALTY,
  });
}

/** Log-odds of leads by models that have not seen them. */
async function crossFit(columns: Columns, leads: readonly ClosedLead[]): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    // Other jobs of the process have their turn in between.
    await setImmediate();
    const isOut = ({ id }: ClosedLead) => partOf(id) % FOLDS === fold;
    const seen = leads.filter((lead) => !isOut(lead));
    if (seen.length === 0) continue;
    const regression = fit(columns, seen);
    for (const lead of leads.filter(isOut)) {
      predictions.push({ score: logOddsOf(regression, columns.rowOf(lead)), isPositive: lead.isConverted });
    }
  }
  return predictions;
}

function predict(
  columns: Columns,
  regression: Regression,
  calibration: Calibration,
  leads: readonly ClosedLead[],
): Prediction[] {
  return leads.map((lead) => ({
    score: calibrated(logOddsOf(regression, columns.rowOf(lead)), calibration),
    isPositive: lead.isConverted,
  }));
}

const BY_RULES = "Scores are made by the rules.";

/** Why there can be no model of these leads, if there cannot. */
function obstacle(closed: number, converted: number): string | undefined {
  if (closed < FEWEST_CLOSED) {
    return `${closed} leads are closed, ${FEWEST_CLOSED} are needed. ${BY_RULES}`;
  }
  const disqualified = closed - converted;
  if (Math.min(converted, disqualified) >= FEWEST_OF_A_KIND) return undefined;
  return `Of ${closed} closed leads ${converted} were converted and ${disqualified} disqualified; ` +
    `${FEWEST_OF_A_KIND} of each are needed. ${BY_RULES}`;
}

/**
 * Fits a model to closed leads, four fifths of them, and judges it by the rest.
 *
 * @returns The model, or why there is none.
 */
export async function fitLeadModel(leads: readonly ClosedLead[]): Promise<FittedModel> {
  const closed_count = leads.length;
  const converted_count = leads.filter(({ isConverted }) => isConverted).length;
  const counts = { closed_count, converted_count };
  const missing = obstacle(closed_count, converted_count);
  if (missing !== undefined) return { status: "insufficient", message: missing, ...counts };

  const training = leads.filter(({ id }) => partOf(id) < 8);
  const heldOut = leads.filter(({ id }) => partOf(id) >= 8);
  const columns = new Columns(training);
  const calibration = calibrate(await crossFit(columns, training));
  await setImmediate();
  const regression = fit(columns, training);
  const predictions = predict(columns, regression, calibration, heldOut);
  const auc = areaUnderCurve(predictions);
  const quality = { ...counts, training_count: training.length, held_out_count: heldOut.length };
  if (auc === undefined) {
    return {
      status: "insufficient", ...quality,
      message: `All ${heldOut.length} leads that were held out to judge the model went the same way. ${BY_RULES}`,
    };
  }
  const bins = reliability(predictions);
  const judged = { ...quality, auc, brier_score: brierScore(predictions), calibration_error: calibrationError(bins), reliability: bins };
  const found = `AUC ${auc.toFixed(3)} on ${heldOut.length} held-out leads, fitted to ${training.length}`;
  if (auc < LOWEST_AUC) {
    return { status: "rejected", ...judged, message: `${found}: no better than guessing. ${BY_RULES}` };
  }
  const features = columns.describe(regression);
  return {
    status: "fitted",
    message: `${found}.`,
    ...judged,
    intercept: regression.intercept + features.reduce((sum, { average }) => sum + average, 0),
    calibration_slope: calibration.slope,
    calibration_offset: calibration.offset,
    features,
  };
}
