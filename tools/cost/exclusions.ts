/** Costs that no amount contains: their usage is not in the JSON, and usually they are cents. */
export const exclusions: readonly string[] = [
  'taxes and discounts',
  "AWS's support",
  'data between zones, and through interface endpoints',
  'requests to keys and secrets, and queries to DNS',
  'CPU credits of instances that are busy all day',
];
