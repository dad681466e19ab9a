import { S3Client } from '@aws-sdk/client-s3';
import { clientLimits } from '../../stores/client-limits';

export interface S3ClientProps {
  readonly region: string;
  /**
   * The URL of S3, for example of an emulator.
   * @default the value of `AWS_ENDPOINT_URL_S3`, which the SDK reads, or the endpoint of the region if that variable is
   * not set
   */
  readonly endpoint?: string;
}

/** Creates an S3 client. Its timeouts limit each attempt of a request, and suffice for a part of 5 MiB. */
export function createS3Client({ region, endpoint }: S3ClientProps): S3Client {
  return new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    // Checksums of responses are not verified: a range has none, and a whole file is sent to the client before its
    // checksum could be verified.
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...clientLimits(500, 2_000),
  });
}
