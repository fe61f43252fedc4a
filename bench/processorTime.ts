/**
 * Loaded before a measured server: tells its parent how much processor time it has used, so that
 * the server itself runs as it is.
 */
process.on("message", (message) => {
  if (message === "processor time") process.send?.(process.cpuUsage());
});
