// Imported before anything that loads Grafast, which reads this once: the extra checks of its
// development mode are for authors of plugins and cost time on every request.
process.env["GRAPHILE_ENV"] ??= "production";
