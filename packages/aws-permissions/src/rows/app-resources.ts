import { row } from '../row';
import { named } from '../target';

/**
 * The rows for resources that an environment's file adds for the app. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const appResources = {
  // The provider sets the retention of every new stream, even if it is the default of 24 hours.
  aws_kinesis_stream: row('resources', {
    reads: 'kinesis: DescribeStreamSummary ListTagsForStream',
    writes: [
      'kinesis: CreateStream DeleteStream AddTagsToStream RemoveTagsFromStream',
      'kinesis: IncreaseStreamRetentionPeriod DecreaseStreamRetentionPeriod StartStreamEncryption StopStreamEncryption',
      'kinesis: UpdateStreamMode UpdateShardCount EnableEnhancedMonitoring DisableEnhancedMonitoring',
    ],
    on: named('kinesis', 'stream/{prefix}-*'),
  }),
  aws_sqs_queue: row('resources', {
    reads: 'sqs: GetQueueAttributes ListQueueTags',
    writes: 'sqs: CreateQueue DeleteQueue SetQueueAttributes TagQueue UntagQueue',
    on: named('sqs', '{prefix}-*'),
  }),
  aws_sqs_queue_policy: row('resources', {
    reads: 'sqs: GetQueueAttributes',
    writes: 'sqs: SetQueueAttributes',
    on: named('sqs', '{prefix}-*'),
  }),
} as const;
