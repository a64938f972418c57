/** Time, as a run needs it. */
export interface Clock {
  /** Monotonic, in milliseconds: a jump of the system's clock must not end a wait. */
  now(): number;
  /** The time of day, in milliseconds since 1970; only recorded. */
  date(): number;
  /** Waits, unless the run is cancelled: then it throws the reason. */
  wait(milliseconds: number): Promise<void>;
}
