/** Costs that are never counted, because the JSON does not contain the usage. They are usually a few cents. */
export const exclusions: readonly string[] = [
  'taxes and discounts',
  "AWS's support",
  'data between zones, and through interface endpoints',
  'requests to keys and secrets, and queries to DNS',
  'CPU credits of instances that are busy all day',
];
