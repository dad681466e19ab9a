import { cdnRegion } from '../../contract';
import type { SynthesizedEnvironment } from '../shared/environment';
import type { AwsClients } from './clients';

/**
 * Returns the clients for each region in which an environment has resources.
 * @param aws the clients for the region of the environment
 */
export function regionalClients({ stack }: Pick<SynthesizedEnvironment, 'stack'>, aws: AwsClients): AwsClients[] {
  const hasCdn = stack.resources('aws_cloudfront_distribution').length > 0;
  return hasCdn && aws.region !== cdnRegion ? [aws, aws.inRegion(cdnRegion)] : [aws];
}
