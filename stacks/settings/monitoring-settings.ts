import { object, optional, string } from './shape';

/** The settings of the alarms and the dashboard. `{}` uses the defaults. */
export interface MonitoringSettings {
  /**
   * The email address that receives the alarms. AWS first sends an email with a link, and sends alarms only after somebody has opened that
   * link.
   * @default none: you subscribe to the SNS topic yourself
   */
  readonly email?: string;
}

export const monitoringShape = object<MonitoringSettings>({ email: optional(string) });

/** The retention periods that CloudWatch Logs allows, in days (PutRetentionPolicy). */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** A retention period that CloudWatch Logs allows, in days. */
export type LogRetentionDays = (typeof logRetentionDays)[number];
