/**
 * Small pictures of pictures. They are decoded in a process of their own: what comes in may be made
 * to break the decoder or to swell, and takes neither the worker nor its connections with it.
 */
import { fork } from "node:child_process";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PreviewSize } from "./storage.ts";

/** Types of which previews are made. */
const PREVIEWED: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"]);

/** Larger files have none, in bytes. */
const LARGEST = 50 * 1024 * 1024;
const TIME_MS = 30_000;
/** Of JavaScript's own memory; pictures are bounded by their pixels. */
const HEAP_MB = 128;

const PROCESS = path.join(import.meta.dirname, "previewProcess.ts");

/** Pictures by their size. */
export type Previews = ReadonlyMap<PreviewSize, Buffer>;

/** What the process answers with. */
export type PreviewAnswer = { previews: [PreviewSize, Uint8Array][] } | { problem: string };

/** No picture can be made of it, however often it is tried. */
export class UnreadablePictureError extends Error {
  override name = "UnreadablePictureError";
}

/** Says whether previews are made of such a file. */
export function isPreviewed(mimeType: string, byteSize: number): boolean {
  return PREVIEWED.has(mimeType.toLowerCase()) && byteSize > 0 && byteSize <= LARGEST;
}

/**
 * Makes the previews of a picture, without what it says of where and by whom it was taken.
 *
 * @throws UnreadablePictureError when it is broken, too large, or takes too long; other errors when its
 *   bytes cannot be had.
 */
export async function makePreviews(picture: Readable): Promise<Previews> {
  const child = fork(PROCESS, [], {
    // Nothing of the environment, which holds secrets.
    env: {},
    execArgv: [`--max-old-space-size=${HEAP_MB}`, "--disable-warning=ExperimentalWarning"],
    serialization: "advanced",
    stdio: ["pipe", "ignore", "ignore", "ipc"],
  });
  let answer: PreviewAnswer | undefined;
  child.once("message", (message) => (answer = message as PreviewAnswer));
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(`it ended the decoder (${signal ?? code})`));
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), TIME_MS);
  try {
    if (!child.stdin) throw new Error("The process has no input.");
    let problem: Error | undefined;
    picture.once("error", (error: Error) => (problem = error));
    // Input that is not read to its end is not a failure by itself.
    await pipeline(picture, child.stdin).catch(() => undefined);
    if (problem !== undefined) throw problem;
    const end = await ended;
    if (!answer) throw new UnreadablePictureError(end);
    if ("problem" in answer) throw new UnreadablePictureError(answer.problem);
    return new Map(answer.previews.map(([size, bytes]) => [size, Buffer.from(bytes)]));
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
  }
}
