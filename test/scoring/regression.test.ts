import { describe, expect, it } from "@jest/globals";
import { areaUnderCurve, brierScore, calibrate, calibrationError, reliability } from "../../src/scoring/evaluation.ts";
import { fitRegression, logOddsOf, sigmoid } from "../../src/scoring/logisticRegression.ts";
import { fitLeadModel } from "../../src/scoring/leadModel.ts";

const dense = (values: number[]) => ({ columns: values.map((_, index) => index), values });

describe("logistic regression", () => {
  // Hours of study and passing an exam, https://en.wikipedia.org/wiki/Logistic_regression#Example
  const HOURS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
  const PASSED = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
  const rows = HOURS.map((hours) => dense([hours]));

  it("finds the published coefficients", () => {
    const { intercept, coefficients } = fitRegression(rows, PASSED, { width: 1, penalty: 0 });
    expect([intercept, coefficients[0]]).toEqual([expect.closeTo(-4.0777, 4), expect.closeTo(1.5046, 4)]);
  });

  it("finds the minimum of the penalised loss: its gradient is nothing", () => {
    const penalty = 2;
    const fitted = fitRegression(rows, PASSED, { width: 1, penalty });
    const residuals = rows.map((row, index) => sigmoid(logOddsOf(fitted, row)) - PASSED[index]!);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(residuals)).toBeCloseTo(0, 6);
    expect(sum(residuals.map((residual, index) => residual * HOURS[index]!)) + penalty * fitted.coefficients[0]!).toBeCloseTo(0, 6);
    expect(fitted.coefficients[0]).toBeLessThan(1.5046);
  });

  it("stays finite where the rows can be told apart, and where a column says nothing", () => {
    const { coefficients } = fitRegression([dense([-1, 0]), dense([1, 0])], [0, 1], { width: 2, penalty: 0.1 });
    expect(coefficients[0]).toBeGreaterThan(0);
    expect(coefficients[0]).toBeLessThan(100);
    expect(coefficients[1]).toBe(0);
    expect(() => fitRegression([], [], { width: 1, penalty: 1 })).toThrow(RangeError);
  });
});

describe("what a prediction is worth", () => {
  const cases = (...pairs: [number, boolean][]) => pairs.map(([score, isPositive]) => ({ score, isPositive }));

  it.each([
    [cases([0.1, false], [0.2, false], [0.8, true]), 1],
    [cases([0.1, true], [0.9, false]), 0],
    [cases([0.5, true], [0.5, false]), 0.5],
    // scikit-learn's example of roc_auc_score.
    [cases([0.1, false], [0.4, false], [0.35, true], [0.8, true]), 0.75],
    [cases([0.3, true]), undefined],
  ])("is an area under the curve: %j %d", (predictions, area) => {
    expect(areaUnderCurve(predictions)).toBe(area);
  });

  it("is the mean of squared errors, and what is missed by tenths", () => {
    const predictions = cases([0.1, false], [0.9, true], [0.8, true], [0.3, false]);
    // scikit-learn's example of brier_score_loss.
    expect(brierScore(predictions)).toBeCloseTo(0.0375, 10);
    const bins = reliability(cases([0.05, false], [0.05, true], [1, true]));
    expect(bins).toEqual([
      { from: 0, to: 0.1, count: 2, predicted: 0.05, converted: 0.5 },
      { from: 0.9, to: 1, count: 1, predicted: 1, converted: 1 },
    ]);
    expect(calibrationError(bins)).toBeCloseTo(0.3, 10);
  });

  it("is made true by calibration where log-odds are twice too large", () => {
    const predictions = Array.from({ length: 4000 }, (_, n) => {
      const logOdds = ((n % 40) - 20) / 5;
      return { score: 2 * logOdds, isPositive: (Math.floor(n / 40) + 0.5) / 100 < sigmoid(logOdds) };
    });
    const { slope, offset } = calibrate(predictions);
    expect([slope, offset]).toEqual([expect.closeTo(0.5, 1), expect.closeTo(0, 1)]);
  });
});

describe("a model of leads", () => {
  const lead = (n: number, isConverted: boolean) => ({ id: `lead ${n}`, isConverted, features: ["source"], levels: [n % 2 ? "web" : "fair"] });

  it("is not made of too few closed leads, and says how many there are", async () => {
    const { status, message } = await fitLeadModel(Array.from({ length: 99 }, (_, n) => lead(n, n % 2 === 0)));
    expect([status, message]).toEqual(["insufficient", "99 leads are closed, 100 are needed. Scores are made by the rules."]);
  });

  it("is not made of leads that all went the same way", async () => {
    const { status, message } = await fitLeadModel(Array.from({ length: 200 }, (_, n) => lead(n, n < 3)));
    expect(status).toBe("insufficient");
    expect(message).toBe("Of 200 closed leads 3 were converted and 197 disqualified; 10 of each are needed. Scores are made by the rules.");
  });

  it("is not used where it is no better than guessing", async () => {
    const { status, auc } = await fitLeadModel(Array.from({ length: 400 }, (_, n) => lead(n, n % 4 < 2)));
    expect(status).toBe("rejected");
    expect(auc).toBeLessThan(0.55);
  });

  it("is the same for the same leads in any order", async () => {
    const leads = Array.from({ length: 300 }, (_, n) => lead(n, n % 2 === 0 || n % 7 === 0));
    const [first, second] = [await fitLeadModel(leads), await fitLeadModel([...leads].reverse())];
    expect(first.status).toBe("fitted");
    expect(second.features).toEqual(first.features!.map((feature) => ({
      ...feature, average: expect.closeTo(feature.average, 9),
      levels: Object.fromEntries(Object.entries(feature.levels).map(([level, { weight, count }]) => [level, { weight: expect.closeTo(weight, 9), count }])),
    })));
  });

  it.each([
    ["hundreds of custom fields", (n: number) => Array.from({ length: 400 }, (_, key) => [`custom.key_${key}`, (n * (key + 3)) % 7 < 3 ? "true" : "false"] as const)],
    ["hundreds of levels", (n: number) => ["source", "industry", "country", "medium"].map((name, place) => [name, `level ${(n + place) % 200}`] as const)],
  ])("of %s takes no time in which nothing else is done", async (_what, made) => {
    const leads = Array.from({ length: 1000 }, (_, n) => {
      const known = [...made(n), ["utm_source", n % 2 ? "ad" : "post"] as const];
      return { id: `lead ${n}`, isConverted: n % 2 === 0 || n % 7 === 0, features: known.map(([name]) => name), levels: known.map(([, level]) => level) };
    });
    const begun = performance.now();
    const { status, features } = await fitLeadModel(leads);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(status).toBe("fitted");
    expect(features!.length).toBeLessThan(60);
    expect(Math.max(...features!.map(({ levels }) => Object.keys(levels).length))).toBeLessThanOrEqual(51);
  }, 60_000);

  it("knows a level by whatever name", async () => {
    const leads = Array.from({ length: 300 }, (_, n) => ({ ...lead(n, n % 2 === 0 || n % 7 === 0), levels: [n % 2 ? "web" : "__proto__"] }));
    const { features } = JSON.parse(JSON.stringify(await fitLeadModel(leads))) as { features: { levels: object }[] };
    expect(features.map(({ levels }) => Object.keys(levels))).toEqual([["__proto__", "web"]]);
  });
});
