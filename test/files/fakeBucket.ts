/** A server that speaks as S3 does, as far as files need it, and remembers what it was asked. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** An object of the bucket. */
export type FakeObject = { bytes: Buffer; type: string | undefined; modifiedAt: Date };

/** A file that is coming in in parts. */
export type FakeUpload = { key: string; parts: Map<number, Buffer>; initiatedAt: Date };

const NAME = "attic";

/** The bucket and its server. */
export class FakeBucket {
  readonly objects = new Map<string, FakeObject>();
  readonly uploads = new Map<string, FakeUpload>();
  /** Method and query of each request. */
  readonly asked: string[] = [];
  /** Answers the next requests with this status. */
  failure: number | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  /** As STORAGE_URL has it. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `s3://${NAME}/files?region=eu-central-1&endpoint=${encodeURIComponent(`http://127.0.0.1:${port}`)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://x");
    this.asked.push(`${request.method} ${url.search}`);
    const body = await buffer(request).catch(() => undefined);
    if (!body) return;
    if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 Credential=key/")) return void xml(response, "<Error/>", 403);
    if (this.failure) return void xml(response, "<Error><Code>Broken</Code></Error>", this.failure);
    const [, bucket, ...rest] = url.pathname.split("/");
    const key = decodeURIComponent(rest.join("/"));
    if (bucket !== NAME) return void xml(response, "<Error><Code>NoSuchBucket</Code></Error>", 404);
    if (key === "") this.#answerBucket(request, response, url);
    else if (url.searchParams.has("uploads") || url.searchParams.has("uploadId")) this.#answerParts(request, response, url, key, body);
    else this.#answerObject(request, response, key, body);
  }

  #answerBucket(request: IncomingMessage, response: ServerResponse, url: URL): void {
    if (request.method === "HEAD") return void response.end();
    const prefix = url.searchParams.get("prefix") ?? "";
    if (url.searchParams.has("uploads")) {
      const uploads = [...this.uploads].map(([id, { key, initiatedAt }]) =>
        `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${initiatedAt.toISOString()}</Initiated></Upload>`);
      return xml(response, `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${uploads.join("")}</ListMultipartUploadsResult>`);
    }
    // Two a page, so that there are pages.
    const after = url.searchParams.get("continuation-token") ?? "";
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const page = keys.slice(0, 2).map((key) =>
      `<Contents><Key>${key}</Key><LastModified>${this.objects.get(key)?.modifiedAt.toISOString()}</LastModified></Contents>`);
    const more = keys.length > 2 ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${keys[1]}</NextContinuationToken>` : "";
    xml(response, `<ListBucketResult>${more}${page.join("")}</ListBucketResult>`);
  }

  #answerParts(request: IncomingMessage, response: ServerResponse, url: URL, key: string, body: Buffer): void {
    const id = url.searchParams.get("uploadId") ?? "";
    const upload = this.uploads.get(id);
    if (url.searchParams.has("uploads")) {
      const made = randomUUID();
      this.uploads.set(made, { key, parts: new Map(), initiatedAt: new Date() });
      xml(response, `<InitiateMultipartUploadResult><UploadId>${made}</UploadId></InitiateMultipartUploadResult>`);
    } else if (!upload) xml(response, "<Error><Code>NoSuchUpload</Code></Error>", 404);
    else if (request.method === "PUT") {
      upload.parts.set(Number(url.searchParams.get("partNumber")), body);
      response.setHeader("ETag", '"part"').end();
    } else {
      this.uploads.delete(id);
      if (request.method === "DELETE") return void response.writeHead(204).end();
      const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
      this.objects.set(key, { bytes: Buffer.concat(parts), type: undefined, modifiedAt: new Date() });
      xml(response, "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>");
    }
  }

  #answerObject(request: IncomingMessage, response: ServerResponse, key: string, body: Buffer): void {
    const found = this.objects.get(key);
    if (request.method === "PUT") {
      this.objects.set(key, { bytes: body, type: request.headers["content-type"], modifiedAt: new Date() });
      response.setHeader("ETag", '"whole"').end();
    } else if (request.method === "DELETE") {
      this.objects.delete(key);
      response.writeHead(204).end();
    } else if (!found) {
      if (request.method === "HEAD") response.writeHead(404).end();
      else xml(response, "<Error><Code>NoSuchKey</Code></Error>", 404);
    } else {
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
      const bytes = start === undefined ? found.bytes : found.bytes.subarray(Number(start), Number(end) + 1);
      response.writeHead(start === undefined ? 200 : 206, { "content-length": bytes.length });
      response.end(request.method === "HEAD" ? undefined : bytes);
    }
  }
}

function xml(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, { "content-type": "application/xml" }).end(`<?xml version="1.0"?>${text}`);
}
