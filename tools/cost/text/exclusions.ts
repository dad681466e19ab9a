/** Costs that are never counted, because the synthesized JSON does not say how large they are. */
export const exclusions: readonly string[] = [
  'taxes and discounts',
  "AWS's support",
  'data transfer between zones and through interface endpoints',
  'requests to KMS keys and secrets, and DNS queries',
  'CPU credits of burstable instances that are busy all day',
];
