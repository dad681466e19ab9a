import { block, type PricedResource, type PricedResources, refersTo } from '../resources/priced-resources';
import { assumptions, gigabyte } from '../usage/assumptions';
import { type Quantities, type Scenario, traffic } from '../usage/scenarios';
import { type CostFunction, type CostItem, perUse } from './cost-item';
import { zonesOf } from './network-costs';

/** The costs of a bucket. It contains either the load balancer's access logs or other files. */
export const bucketCosts: CostFunction = (bucket, stack) => {
  const writers = stack.of('aws_lb').filter((one) => isLogBucket(bucket, one));
  if (writers.length === 0) return fileCosts(bucket, stack);
  const { accessLogBytesPerRequest, accessLogFilesPerMonth } = assumptions;
  const logGB = (scenario: Scenario) => (traffic[scenario].requests * accessLogBytesPerRequest) / gigabyte;
  const perMonth = writers.reduce((sum, balancer) => sum + zonesOf(balancer, stack) * accessLogFilesPerMonth, 0);
  const files = (scenario: Scenario) => (traffic[scenario].requests > 0 ? perMonth : 0);
  return [perUse(bucket, 'bucket-storage', logGB), perUse(bucket, 'bucket-write', (scenario) => files(scenario) / 1e3)];
};

/** Returns the costs of a bucket with files. A stack without an app has only Terraform's own files, which visitors do not read. */
function fileCosts(bucket: PricedResource, stack: PricedResources): readonly CostItem[] {
  const isOfApp = stack.of('aws_ecs_service').length > 0;
  const usage = (by: Quantities) => (scenario: Scenario) => by[isOfApp ? scenario : 'idle'];
  return [
    perUse(bucket, 'bucket-storage', usage(assumptions.bucketGB)),
    perUse(bucket, 'bucket-write', (scenario) => usage(assumptions.bucketWrites)(scenario) / 1e3),
    perUse(bucket, 'bucket-read', (scenario) => usage(assumptions.bucketReads)(scenario) / 1e3),
  ];
}

function isLogBucket(bucket: PricedResource, balancer: PricedResource): boolean {
  const { bucket: name } = block(balancer, 'access_logs');
  return refersTo(balancer, 'access_logs', bucket) || (name !== undefined && name === bucket.values.bucket);
}
