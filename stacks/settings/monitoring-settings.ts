/** Alarms and a dashboard. */
export interface MonitoringSettings {
  /**
   * The email address that receives the alarms. The first email asks you to confirm the subscription.
   * @default none: subscribe to the topic yourself
   */
  readonly email?: string;
}

/** The retention periods that CloudWatch Logs accepts, in days (PutRetentionPolicy). */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** A number of days that CloudWatch Logs accepts. */
export type LogRetentionDays = (typeof logRetentionDays)[number];
