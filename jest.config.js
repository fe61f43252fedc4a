/** @type {import("jest").Config} */
export default {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/support/stripTypes.js" },
  moduleFileExtensions: ["ts", "js", "mjs", "cjs", "json", "node"],
  // A running Rowhouse keeps fetched servers there, which hold packages of their own.
  modulePathIgnorePatterns: ["<rootDir>/.rowhouse/"],
  globalSetup: "<rootDir>/test/support/globalSetup.ts",
  globalTeardown: "<rootDir>/test/support/globalTeardown.ts",
  maxWorkers: 2,
  // Modules of a test file are never given back, so that a process must end after some twenty files.
  workerIdleMemoryLimit: "1GB",
  testTimeout: 30_000,
  // Counters in our own code alone; v8 counts in all packages too, and slows loops down tenfold.
  coverageProvider: "babel",
  coverageDirectory: "coverage",
  coverageReporters: ["json-summary", "text-summary"],
  collectCoverageFrom: [
    "graphile.config.ts",
    "{src,plugins,worker,demo}/**/*.ts",
    // Run as processes of their own by test/setup, where jest cannot count them.
    "!src/main.ts",
    "!src/cli/main.ts",
    "!src/environment.ts",
  ],
};
