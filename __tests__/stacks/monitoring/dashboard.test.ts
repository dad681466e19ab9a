import { metrics } from '../../../contract';
import type { Changes } from '../../support/fixture-environment';
import { balanced, threeTiers } from '../../support/fixture-environment';
import { reference, resource, synthesized } from '../../support/synthesized';

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly type: string;
  readonly properties: {
    readonly title: string;
    readonly region?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
    readonly query?: string;
  };
}

function widgetsOf(changes: Changes): readonly Widget[] {
  const { dashboard_body } = resource(synthesized(changes), 'aws_cloudwatch_dashboard.monitoring');
  return JSON.parse(String(dashboard_body)).widgets;
}

const firewalled = { ...balanced, ingress: { kind: 'load-balanced', firewall: {} } } as const;
const widgets = widgetsOf(firewalled);
const lines = (some: readonly Widget[]) => some.flatMap(({ properties }) => properties.metrics ?? []);
const drawn = (some: readonly Widget[]) => lines(some).map(([namespace, metric]) => `${namespace} ${metric}`);

it('begins with the state of every alarm', () => {
  const { account_id } = { account_id: reference('data.aws_caller_identity.current.account_id') };
  const alarms = Object.values(synthesized(firewalled).resource.aws_cloudwatch_metric_alarm ?? {});
  expect(widgets[0]?.type).toBe('alarm');
  expect([...(widgets[0]?.properties.alarms ?? [])].sort()).toEqual(
    alarms.map(({ alarm_name }) => `arn:aws:cloudwatch:eu-central-1:${account_id}:alarm:${alarm_name}`).sort(),
  );
});

it.each([
  ['how much traffic there is', ['AWS/ApplicationELB RequestCount', 'AWS/WAFV2 BlockedRequests']],
  [
    'whether answers are errors',
    ['AWS/ApplicationELB HTTPCode_Target_5XX_Count', 'AWS/ApplicationELB HTTPCode_ELB_5XX_Count'],
  ],
  ['how long answers take', ['AWS/ApplicationELB TargetResponseTime']],
  ['what the tasks do', ['AWS/ECS CPUUtilization', 'AWS/ECS MemoryUtilization']],
  ['what the table does', ['AWS/DynamoDB ConsumedReadCapacityUnits', 'AWS/DynamoDB ConsumedWriteCapacityUnits']],
  ['whether the table refuses', ['AWS/DynamoDB ReadThrottleEvents', 'AWS/DynamoDB WriteThrottleEvents']],
])('shows %s', (_question, wanted) => {
  expect(drawn(widgets)).toEqual(expect.arrayContaining(wanted));
});

it.each(['AWS/RDS', 'AWS/AutoScaling', 'AWS/ECS/ManagedScaling', 'AWS/NATGateway'])(
  'of three tiers, shows %s',
  (namespace) => {
    expect(lines(widgetsOf(threeTiers)).map(([first]) => first)).toContain(namespace);
  },
);

it("shows the app's own metrics as the app writes them", () => {
  const own = lines(widgets).filter(([namespace]) => namespace === 'eight-digit/staging');
  const { stored, refused, storeLatency } = metrics;
  expect(own.map(([, ...line]) => line.slice(0, 3))).toEqual(
    [stored, refused, storeLatency, storeLatency].map((name) => [name, 'Service', 'app']),
  );
});

it('shows what went wrong last, from the log of the app', () => {
  const { query } = widgets.at(-1)?.properties ?? {};
  expect(query).toMatch(
    /^SOURCE '\$\{aws_cloudwatch_log_group\.app\.name\}' \| .*\| sort @timestamp desc \| limit 20$/,
  );
});

it('knows the service by its name where there is none, too', () => {
  const services = lines(widgets).filter(([namespace]) => namespace === 'AWS/ECS');
  expect(services.every((line) => line.includes('eight-digit-staging-app'))).toBe(true);
});

it('draws nothing of a load balancer that is not there', () => {
  const namespaces = new Set(lines(widgetsOf({ monitoring: {} })).map(([namespace]) => namespace));
  expect([...namespaces]).toEqual(['AWS/ECS', 'eight-digit/dev', 'AWS/DynamoDB']);
});

it.each([
  ['with a load balancer', firewalled],
  ['without one', { monitoring: {} }],
])('fills its 24 columns without a gap or an overlap, %s', (_title, changes) => {
  const cells = widgetsOf(changes).flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`),
  );
  const height = cells.length / 24;
  const grid = Array.from({ length: height * 24 }, (_, cell) => `${cell % 24},${Math.floor(cell / 24)}`);
  expect(cells.sort()).toEqual(grid.sort());
});

it('draws everything from the region of the environment', () => {
  const regions = widgets.filter(({ type }) => type !== 'alarm').map(({ properties }) => properties.region);
  expect(new Set(regions)).toEqual(new Set(['eu-central-1']));
});

it('holds names as references, and no expression that JSON would break', () => {
  const { dashboard_body } = resource(synthesized(firewalled), 'aws_cloudwatch_dashboard.monitoring');
  const references = String(dashboard_body).match(/\$\{[^}]*\}/g) ?? [];
  expect(references.filter((text) => !/^\$\{[a-z0-9_.]+\.(name|arn_suffix|account_id)\}$/.test(text))).toEqual([]);
});
