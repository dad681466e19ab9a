import { setTimeout as sleep } from 'node:timers/promises';
import type { GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { describeService } from '../aws/ecs-service';
import type { Report } from '../console/steps';
import type { DeployedEnvironment } from '../live/deployed-environment';
import type { SynthesizedEnvironment } from '../shared/environment';
import { figureQueries, figuresPerMinute, type MeasuredResources, type MinuteFigures } from './figures';

export interface FiguresProps {
  readonly start: Date;
  readonly end: Date;
  readonly stop: AbortSignal;
  readonly report: Report;
  /** How long to wait for the metrics of the last minute, in milliseconds. CloudWatch can take three minutes. @default 240_000 */
  readonly waitMs?: number;
  /** The pause between two requests to CloudWatch, in milliseconds. @default 15_000 */
  readonly pollMs?: number;
}

const minuteMs = 60_000;

/**
 * Reads the CloudWatch metrics for each minute of a load test. Waits for the metrics of the last minute. After
 * `waitMs`, or when `stop` is aborted, returns only the metrics that are available.
 * @throws UserError if AWS rejects the request
 */
export async function readFigures(
  { environment, aws }: Pick<DeployedEnvironment, 'environment' | 'aws'>,
  { start, end, stop, report, waitMs = 240_000, pollMs = 15_000 }: FiguresProps,
): Promise<readonly MinuteFigures[]> {
  const from = new Date(floorToMinute(start.getTime()));
  const lastMinute = floorToMinute(end.getTime());
  const queries = figureQueries(await measuredResources(environment, aws));
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const figures = await query(aws, {
      MetricDataQueries: queries,
      StartTime: from,
      EndTime: new Date(lastMinute + minuteMs),
    });
    const isComplete = figures.some(({ minute, values }) => minute.getTime() >= lastMinute && values.cpu !== undefined);
    if (isComplete || performance.now() >= giveUpAt) return figures;
    report('waiting for the metrics of the last minute; CloudWatch needs up to three minutes');
    await sleep(pollMs, undefined, { signal: stop }).catch(() => undefined);
    if (stop.aborted) return figures;
  }
}

async function query(aws: AwsClients, input: GetMetricDataCommandInput): Promise<MinuteFigures[]> {
  const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const command = new GetMetricDataCommand(input);
  const { MetricDataResults = [] } = await (await aws.cloudWatch()).send(command).catch((error: unknown) => {
    throw toUserError(error, 'read metrics (cloudwatch:GetMetricData)');
  });
  return figuresPerMinute(MetricDataResults);
}

async function measuredResources(environment: SynthesizedEnvironment, aws: AwsClients): Promise<MeasuredResources> {
  const { stack } = environment;
  const service = await describeService(await aws.ecs(), environment).catch((error: unknown) => {
    throw toUserError(error, 'read the service (ecs:DescribeServices)');
  });
  const tables = stack.resources('aws_dynamodb_table').map(({ block }) => ({
    name: stack.resolve(String(block.name)),
    indexes: [block.global_secondary_index ?? []].flat().map((index) => String((index as { name: unknown }).name)),
  }));
  const targetGroupArn = service?.loadBalancers?.[0]?.targetGroupArn;
  return { service: environment, targetGroup: targetGroupArn?.split(':').at(-1), tables };
}

function floorToMinute(ms: number): number {
  return Math.floor(ms / minuteMs) * minuteMs;
}
