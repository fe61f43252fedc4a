import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { Readable, Transform } from "node:stream";
import { analyse } from "chardet";
import iconv from "iconv-lite";

/** A CSV file that can be read more than once. */
export interface CsvSource {
  /** File name without folders, as shown in reports. */
  name: string;
  /** Opens the bytes from their beginning. */
  open(): Readable;
}

/** A file that is not imported at all, with the reason for a person to read. */
export class ImportRefusal extends Error {
  override name = "ImportRefusal";
}

/** The encoding found in a file, with a warning when it is not the expected UTF-8. */
export interface FoundEncoding {
  encoding: string;
  warning: string | null;
}

const sampleBytes = 64 * 1024;

/**
 * A source over a file on disk.
 *
 * @param path - the file's path
 */
export function fileSource(path: string): CsvSource {
  return { name: basename(path), open: () => createReadStream(path) };
}

/**
 * A source over bytes that are in memory already.
 *
 * @param name - the file's name
 * @param bytes - its content
 */
export function bufferSource(name: string, bytes: Uint8Array): CsvSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    name,
    open: () => {
      let offset = 0;
      return new Readable({
        read() {
          const chunk = buffer.subarray(offset, offset + sampleBytes);
          offset += chunk.length;
          this.push(chunk.length > 0 ? chunk : null);
        },
      });
    },
  };
}

/**
 * Reads the whole source once and tells its encoding.
 *
 * @throws ImportRefusal when the content is empty, binary, another kind of file, or ends in the
 * middle of a character
 */
export async function findEncoding(source: CsvSource): Promise<FoundEncoding> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let head = Buffer.alloc(0);
  let oddBytes = Buffer.alloc(0);
  let size = 0;
  let blank = true;
  let isUtf8 = true;
  let marked: string | null = null;
  for await (const chunk of source.open() as AsyncIterable<Buffer>) {
    if (head.length < sampleBytes) {
      head = Buffer.concat([head, chunk.subarray(0, sampleBytes - head.length)]);
    }
    if (size === 0) {
      refuseOtherKinds(head);
      marked = byteOrderMark(head);
    }
    size += chunk.length;
    if (marked !== null && marked !== "utf8") continue;
    blank &&= isBlank(chunk);
    refuseBinary(chunk);
    if (isUtf8) {
      try {
        decoder.decode(chunk, { stream: true });
      } catch {
        isUtf8 = false;
      }
    }
    // An ASCII beginning says nothing of the encoding: keep a sample that has high bytes in it.
    if (oddBytes.length < sampleBytes && chunk.some((byte) => byte >= 0x80)) {
      oddBytes = Buffer.concat([oddBytes, chunk]).subarray(0, sampleBytes);
    }
  }
  if (size === 0) throw new ImportRefusal("The file is empty.");
  if (marked === "utf16le" || marked === "utf16be") return { encoding: marked, warning: null };
  if (blank) throw new ImportRefusal("The file holds nothing but blank space.");
  if (isUtf8) {
    try {
      decoder.decode();
    } catch {
      throw new ImportRefusal(
        "The file ends in the middle of a character: it was not written to its end.",
      );
    }
    return { encoding: "utf8", warning: null };
  }
  const encoding = guessEncoding(oddBytes);
  return {
    encoding,
    warning: `The file is not in UTF-8: it was read as ${encodingLabel(encoding)}.`,
  };
}

/** The source as text chunks in the given encoding, without byte-order mark. */
export function openText(source: CsvSource, encoding: string): Readable {
  const bytes = source.open();
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  const text = new Transform({
    readableObjectMode: false,
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(decoder.write(chunk), "utf8"));
    },
    flush(done) {
      const rest = decoder.end();
      done(null, rest ? Buffer.from(rest, "utf8") : undefined);
    },
  });
  bytes.on("error", (error) => text.destroy(error));
  text.on("close", () => bytes.destroy());
  return bytes.pipe(text);
}

function byteOrderMark(head: Buffer): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf16be";
  return null;
}

function refuseOtherKinds(head: Buffer): void {
  const start = head.subarray(0, 64).toString("latin1");
  const text = start.replace(/^(\u00ef\u00bb\u00bf)?\s+/, "");
  const kinds: [boolean, string][] = [
    [start.startsWith("PK\u0003\u0004"), "an Excel workbook or a zip archive"],
    [start.startsWith("\u00d0\u00cf\u0011\u00e0"), "an old Excel workbook"],
    [start.startsWith("\u001f\u008b"), "a gzip archive"],
    [start.startsWith("%PDF"), "a PDF document"],
    [/^<(!doctype|html|\?xml)/i.test(text), "a web page or XML"],
    [/^[[{]\s*["{[\]}]/.test(text), "JSON"],
  ];
  const kind = kinds.find(([matches]) => matches);
  if (kind) throw new ImportRefusal(`The file is not CSV: it is ${kind[1]}.`);
}

function refuseBinary(chunk: Buffer): void {
  const isControl = (byte: number) =>
    byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a && byte !== 0x1b);
  if (chunk.some(isControl)) throw new ImportRefusal("The file is not CSV: it is binary.");
}

function isBlank(chunk: Buffer): boolean {
  const blanks = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf];
  return chunk.every((byte) => blanks.includes(byte));
}

function guessEncoding(sample: Buffer): string {
  const matches = analyse(sample).filter(
    (match) => match.name !== "UTF-8" && iconv.encodingExists(match.name),
  );
  const best = matches[0];
  if (best === undefined) return "windows-1252";
  // A few accents cannot tell the Latin sets apart: the commonest one wins unless clearly beaten.
  const western = matches.find((match) => /^(ISO-8859-1|windows-1252)$/i.test(match.name));
  const guess = western && best.confidence - western.confidence < 25 ? western.name : best.name;
  return /^ISO-8859-1$/i.test(guess) ? "windows-1252" : guess;
}

function encodingLabel(encoding: string): string {
  return encoding === "windows-1252" ? "Latin-1 (Windows-1252)" : encoding;
}
