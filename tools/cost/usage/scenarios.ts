import { assumptions, gigabyte } from './assumptions';

/** The scenarios for which costs are calculated. */
export const scenarios = ['parked', 'idle', 'light', 'busy'] as const;

export type Scenario = (typeof scenarios)[number];

/** Each scenario with its meaning, for tables. The numbers are from `assumptions.ts`. */
export const scenarioTitles: Readonly<Record<Scenario, string>> = {
  parked: 'parked: no task is running',
  idle: 'idle: no visitors',
  light: 'light: 10,000 views and 1,000 entries a day',
  busy: 'busy: 100 requests a second',
};

/** A line that explains the scenarios below a table. */
export const scenarioLegend = Object.values(scenarioTitles).join('; ');

/** A number for each scenario, such as units or US dollars a month. */
export type Quantities = Readonly<Record<Scenario, number>>;

/** The traffic of a month. */
export interface Traffic {
  readonly views: number;
  readonly entries: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly responseGB: number;
  readonly requestGB: number;
  readonly connections: number;
  /** The number of event streams that are open at the same time, on average. */
  readonly openStreams: number;
}

/** Calls a function for each scenario. @returns the results by scenario */
export function quantities(of: (scenario: Scenario) => number): Quantities {
  return { parked: of('parked'), idle: of('idle'), light: of('light'), busy: of('busy') };
}

/** The traffic of a month, by scenario. */
export const traffic: Readonly<Record<Scenario, Traffic>> = {
  parked: trafficOf(0, 0),
  idle: trafficOf(0, 0),
  light: lightTraffic(1),
  busy: trafficAt(assumptions.busy.requestsPerSecond),
};

function lightTraffic(factor: number): Traffic {
  const { light, daysPerMonth } = assumptions;
  return trafficOf(light.viewsPerDay * daysPerMonth * factor, light.entriesPerDay * daysPerMonth * factor);
}

/** Returns the traffic of a month at this request rate. The ratio of views to entries is the same as in `light`. */
export function trafficAt(requestsPerSecond: number): Traffic {
  return lightTraffic(requestsPerSecond / lightTraffic(1).requestsPerSecond);
}

function trafficOf(views: number, entries: number): Traffic {
  const a = assumptions;
  const requests = views * a.requestsPerView + entries * a.requestsPerEntry;
  return {
    views,
    entries,
    requests,
    requestsPerSecond: requests / a.secondsPerMonth,
    responseGB: (views * a.bytesPerView + entries * a.bytesPerEntry) / gigabyte,
    requestGB: (requests * a.bytesPerRequest) / gigabyte,
    connections: views * a.connectionsPerView,
    openStreams: (views * a.secondsPerView) / a.secondsPerMonth,
  };
}
