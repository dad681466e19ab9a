/** A widget of the dashboard. */
export interface Widget {
  readonly type: 'alarm' | 'log' | 'metric';
  readonly properties: object;
}

/** One line of a graph: the namespace and the name of the metric, the names and values of its dimensions, and options. */
export type GraphLine = readonly (string | LineOptions)[];

export interface LineOptions {
  readonly stat: string;
  readonly label?: string;
  /** The AWS region of the metric. @default the region of the graph */
  readonly region?: string;
}

export function graph(region: string, title: string, lines: readonly GraphLine[]): Widget {
  const properties = { title, region, view: 'timeSeries', period: 60, yAxis: { left: { min: 0 } }, metrics: lines };
  return { type: 'metric', properties };
}

export function sum(label: string) {
  return { stat: 'Sum', label };
}
