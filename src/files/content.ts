/** What comes in is looked at while it passes: how much it is, what it is, and its checksum. */
import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";
import { ApiError } from "../../plugins/errors.ts";

/** What was announced of a file. */
export type AnnouncedFile = {
  byteSize: number;
  mimeType: string;
  /** SHA-256 in hexadecimal, null when it was not announced. */
  checksum: string | null;
};

/** How much of the beginning says what a file is. */
const HEAD_BYTES = 4100;

/** What is never kept, whatever it was announced as. */
const PROGRAMS: ReadonlySet<string> = new Set([
  "application/x-msdownload", "application/x-elf", "application/x-mach-binary", "application/java-vm",
  "application/java-archive", "application/vnd.android.package-archive", "application/x-shockwave-flash",
  "application/x.ms.shortcut", "application/x.apple.alias", "application/x-deb", "application/x-rpm",
  "application/x-google-chrome-extension", "application/x-xpinstall", "application/vnd.ms-htmlhelp",
  "application/x-ms-regedit", "application/x-ft-windows-registry-hive",
]);

/** Types that have one another's form, or several names. */
const SAME: Readonly<Record<string, RegExp>> = {
  "application/zip": /^application\/(x-zip.*|vnd\.(openxmlformats|oasis|ms-|apple|google-earth|sun\.xml).*|epub\+zip|x-iwork.*|.*\+zip)$/,
  "application/x-cfb": /^application\/(msword|vnd\.(ms-|visio).*|msproject|x-msproject|x-ole-storage)$/,
  "application/xml": /^(text\/xml|application\/(.*\+xml|gpx|vnd\.google-earth\.kml.*)|text\/(plain|csv))$/,
  "application/gzip": /^application\/(x-gzip|x-tgz|x-gtar|x-compressed-tar)$/,
  "application/x-rar-compressed": /^application\/(vnd\.rar|x-rar)$/,
  "application/rtf": /^(text\/rtf|application\/msword)$/,
  "application/postscript": /^application\/(illustrator|eps)$/,
  "application/pdf": /^application\/(illustrator|postscript|x-pdf)$/,
  "application/ogg": /^(audio|video)\/ogg$/,
  "image/x-icon": /^image\/(vnd\.microsoft\.icon|ico)$/,
  "image/bmp": /^image\/x-(ms-)?bmp$/,
  "image/vnd.adobe.photoshop": /^(image\/x-photoshop|application\/(x-)?photoshop)$/,
  "image/jpeg": /^image\/(jpg|pjpeg)$/,
  "image/apng": /^image\/png$/,
  "text/vcard": /^text\/(x-vcard|directory|plain)$/,
  "text/calendar": /^text\/plain$/,
  "text/vtt": /^text\/plain$/,
};

/** What has a form that is always recognized; something else in it is no such file. */
const RECOGNIZED = /^(image|audio|video|font)\/|^application\/(pdf|zip|gzip|x-7z-compressed|vnd\.(openxmlformats|oasis)\..*)$/;

/** Types that say nothing of what is in a file. */
const ANYTHING: ReadonlySet<string> = new Set(["application/octet-stream", "binary/octet-stream"]);

function isSound(type: string): boolean {
  return /^(audio|video)\//.test(type);
}

/**
 * Says why a file that begins like this is not what it was announced as.
 *
 * @param head - Its first bytes.
 * @returns Undefined when it may well be.
 */
export async function contentProblem(head: Buffer, announced: string): Promise<string | undefined> {
  const type = announced.toLowerCase();
  const found = (await fileTypeFromBuffer(head))?.mime.split(";")[0];
  if (found !== undefined && PROGRAMS.has(found)) return "Programs cannot be attached.";
  if (ANYTHING.has(type)) return undefined;
  if (found === undefined) {
    return head.length > 0 && RECOGNIZED.test(type) ? `This is no ${type}.` : undefined;
  }
  if (found === type || SAME[found]?.test(type) || (isSound(found) && isSound(type))) return undefined;
  // Office files are recognized closer than they are named: a template is a document, too.
  const isOffice = /^application\/vnd\.(openxmlformats|ms-|oasis)/;
  if (isOffice.test(found) && (isOffice.test(type) || SAME["application/zip"]?.test(type))) return undefined;
  if (isOffice.test(found) && type === "application/zip") return undefined;
  return `This is no ${type} but ${found}.`;
}

function refuse(field: string, message: string): never {
  throw new ApiError("BAD_INPUT", message, { [field]: message });
}

/**
 * Passes a file on as it comes in, as long as it is what was announced.
 *
 * @param onChecksum - Called with the SHA-256 in hexadecimal when all has come.
 * @throws ApiError BAD_INPUT, before the last bytes are passed on.
 */
export async function* inspect(
  content: AsyncIterable<Buffer>,
  announced: AnnouncedFile,
  onChecksum: (checksum: string) => void,
): AsyncGenerator<Buffer, void, void> {
  const hash = createHash("sha256");
  let size = 0;
  let head: Buffer[] | undefined = [];
  const lookAtHead = async () => {
    const beginning = Buffer.concat(head ?? []);
    head = undefined;
    const problem = await contentProblem(beginning, announced.mimeType);
    if (problem) refuse("mimeType", problem);
    return beginning;
  };
  for await (const chunk of content) {
    size += chunk.length;
    if (size > announced.byteSize) refuse("byteSize", `More than the ${announced.byteSize} bytes that were announced came.`);
    hash.update(chunk);
    if (!head) yield chunk;
    else {
      head.push(chunk);
      if (size >= HEAD_BYTES) yield await lookAtHead();
    }
  }
  if (size < announced.byteSize) refuse("byteSize", `Only ${size} of the ${announced.byteSize} bytes that were announced came.`);
  const checksum = hash.digest("hex");
  if (announced.checksum !== null && announced.checksum !== checksum) {
    refuse("checksum", "The bytes that came have another checksum than was announced.");
  }
  if (head) yield await lookAtHead();
  onChecksum(checksum);
}
