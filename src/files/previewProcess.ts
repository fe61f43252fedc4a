/** The process that makes the previews of one picture, which it reads from its input (previews.ts). */
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import type { PreviewAnswer } from "./previews.ts";
import { PREVIEW_SIZES } from "./storage.ts";

/** A picture that claims more is not decoded: four bytes each, that is 200 MB. */
const MOST_PIXELS = 50_000_000;
const SECONDS = 20;

// Decoders of what is no picture of ours, such as SVG and PDF, are not there at all.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif", "VipsForeignLoadHeif"],
});
sharp.cache(false);
sharp.concurrency(1);

async function answer(): Promise<PreviewAnswer> {
  try {
    const picture = await buffer(process.stdin);
    const previews: [(typeof PREVIEW_SIZES)[number], Uint8Array][] = [];
    for (const size of PREVIEW_SIZES) {
      const preview = await sharp(picture, { limitInputPixels: MOST_PIXELS, failOn: "error" })
        .autoOrient()
        .resize({ width: size, height: size, fit: "inside", withoutEnlargement: true })
        .webp({ quality: 80 })
        .timeout({ seconds: SECONDS })
        .toBuffer();
      previews.push([size, preview]);
    }
    return { previews };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

process.send?.(await answer(), () => process.disconnect());
