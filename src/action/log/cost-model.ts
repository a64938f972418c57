// What is expected before anything was measured: 200 ms per file and 1 MiB/s, both very uncertain.
const expectedFileMs = 200;
const fileDeviationMs = 400;
/** Milliseconds per byte. */
export const expectedByteMs = 1_000 / 1024 ** 2;
const byteDeviationMs = 3 * expectedByteMs;
/** Milliseconds of variance per millisecond of a transfer, and the weight of that guess in measurements. */
const expectedNoise = 30;
const noiseWeight = 4;

/** A duration in milliseconds with its standard deviation. */
export interface UncertainDuration {
  readonly ms: number;
  readonly deviationMs: number;
}

/**
 * What a file costs: some time of its own and some per byte. Small files take time by their number, large ones by their
 * bytes. Both costs are estimated from the files so far by linear regression, with a weak assumption to begin with
 * (Bayesian linear regression). The variance of a transfer grows with its duration.
 */
export class CostModel {
  // Sums over the measurements, each with weight 1/duration: of 1, bytes, bytes squared and so on.
  #weights = 0;
  #weightedBytes = 0;
  #weightedSquares = 0;
  #measurements = 0;
  #bytes = 0;
  #ms = 0;

  /** Adds a transfer; `bytes` of a file took `ms` milliseconds. */
  add(bytes: number, ms: number): void {
    const duration = Math.max(ms, 1);
    this.#weights += 1 / duration;
    this.#weightedBytes += bytes / duration;
    this.#weightedSquares += bytes ** 2 / duration;
    this.#measurements += 1;
    this.#bytes += bytes;
    this.#ms += duration;
  }

  copy(): CostModel {
    const copy = new CostModel();
    copy.#weights = this.#weights;
    copy.#weightedBytes = this.#weightedBytes;
    copy.#weightedSquares = this.#weightedSquares;
    copy.#measurements = this.#measurements;
    copy.#bytes = this.#bytes;
    copy.#ms = this.#ms;
    return copy;
  }

  /**
   * The time that files take, one after the other.
   *
   * @param bytes - Bytes of all files together.
   */
  estimate(files: number, bytes: number): UncertainDuration {
    const { fileMs, byteMs, covariance } = this.#fitted;
    const [a, b, c] = covariance;
    const variance = a * files ** 2 + 2 * b * files * bytes + c * bytes ** 2;
    return {
      ms: Math.max(fileMs, 0) * files + Math.max(byteMs, 0) * bytes,
      deviationMs: Math.sqrt(Math.max(variance, 0)),
    };
  }

  /** Estimated milliseconds per byte. */
  get byteMs(): number {
    return Math.max(this.#fitted.byteMs, 0);
  }

  get #fitted() {
    const residual = this.#residual(this.#solve(expectedNoise));
    const noise = (noiseWeight * expectedNoise + residual) / (noiseWeight + this.#measurements);
    return this.#solve(Math.max(noise, 0.1));
  }

  #solve(noise: number) {
    const filePrecision = 1 / fileDeviationMs ** 2;
    const bytePrecision = 1 / byteDeviationMs ** 2;
    const p = filePrecision + this.#weights / noise;
    const q = this.#weightedBytes / noise;
    const r = bytePrecision + this.#weightedSquares / noise;
    const x = filePrecision * expectedFileMs + this.#measurements / noise;
    const y = bytePrecision * expectedByteMs + this.#bytes / noise;
    const determinant = p * r - q ** 2;
    return {
      fileMs: (r * x - q * y) / determinant,
      byteMs: (p * y - q * x) / determinant,
      covariance: [r / determinant, -q / determinant, p / determinant] as const,
    };
  }

  /** The sum of the squared differences between measured and estimated durations, each divided by the duration. */
  #residual({ fileMs, byteMs }: { readonly fileMs: number; readonly byteMs: number }): number {
    const sum =
      this.#ms -
      2 * (fileMs * this.#measurements + byteMs * this.#bytes) +
      fileMs ** 2 * this.#weights +
      2 * fileMs * byteMs * this.#weightedBytes +
      byteMs ** 2 * this.#weightedSquares;
    return Math.max(sum, 0);
  }
}
