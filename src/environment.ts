// Imported first by every program. Settings in .env are for those who start it by hand; what the
// environment has already wins.
try {
  process.loadEnvFile();
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}

// Read once when Grafast is loaded: the extra checks of its development mode are for authors of
// plugins and cost time on every request.
process.env["GRAPHILE_ENV"] ??= "production";
