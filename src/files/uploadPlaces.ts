/** Files that come in to one process at the same time; in a bucket each takes some 10 MB of memory. */
export const UPLOADS_AT_ONCE = 32;
/** The same for one organization, so that a slow one leaves room to the others. */
export const UPLOADS_AT_ONCE_OF_ORGANIZATION = 8;

/** Who takes in files at the moment. */
export class UploadPlaces {
  #taken = 0;
  readonly #byOrganization = new Map<string, number>();

  /**
   * Takes a place.
   * @returns what gives it back, or undefined when there is none
   */
  take(organizationId: string): (() => void) | undefined {
    const own = this.#byOrganization.get(organizationId) ?? 0;
    if (this.#taken >= UPLOADS_AT_ONCE || own >= UPLOADS_AT_ONCE_OF_ORGANIZATION) return undefined;
    this.#taken += 1;
    this.#byOrganization.set(organizationId, own + 1);
    return () => {
      this.#taken -= 1;
      const left = (this.#byOrganization.get(organizationId) ?? 1) - 1;
      if (left > 0) this.#byOrganization.set(organizationId, left);
      else this.#byOrganization.delete(organizationId);
    };
  }
}
