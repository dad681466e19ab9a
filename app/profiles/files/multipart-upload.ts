import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/**
 * The size of a part, in bytes: the minimum that S3 requires for all parts except the last. An upload holds one part in
 * memory.
 */
export const partBytes = 5 * 1024 * 1024;

/** The object to create, and its media type. */
export interface UploadTarget {
  readonly Bucket: string;
  readonly Key: string;
  readonly ContentType: string;
}

/**
 * Stores a body of unknown length: in one request if it fits into one part, otherwise as a multipart upload. After any
 * error, the uploaded parts are removed. `Upload` of `@aws-sdk/lib-storage` would need more memory: it keeps up to
 * three parts of each body, because it collects chunks and then copies them.
 * @throws errors of the body stream and of the S3 client
 */
export async function uploadBody(
  client: S3Client,
  target: UploadTarget,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { ContentType, ...place } = target;
  const Parts: CompletedPart[] = [];
  let UploadId: string | undefined;
  try {
    for await (const { bytes, isLast } of partsOf(body)) {
      if (isLast && UploadId === undefined) {
        await client.send(new PutObjectCommand({ ...target, Body: bytes }));
        return;
      }
      UploadId ??= await create(client, target);
      const PartNumber = Parts.length + 1;
      const part = new UploadPartCommand({ ...place, UploadId, PartNumber, Body: bytes });
      const { ETag, ChecksumCRC32 } = await client.send(part);
      Parts.push({ PartNumber, ETag, ChecksumCRC32 });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    // If the abort fails too, the lifecycle rule of the bucket deletes the parts.
    if (UploadId !== undefined) {
      await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => undefined);
    }
    throw error;
  }
}

/** Starts a multipart upload, with the checksum that the SDK adds to every part. */
async function create(client: S3Client, target: UploadTarget): Promise<string> {
  const command = new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: ChecksumAlgorithm.CRC32 });
  const { UploadId } = await client.send(command);
  if (UploadId === undefined) throw new Error('S3 started a multipart upload without an id');
  return UploadId;
}

/** Splits a body into parts. All parts share one buffer, so a part is overwritten when the next one is requested. */
async function* partsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  const part = Buffer.allocUnsafeSlow(partBytes);
  let length = 0;
  for await (let chunk of body) {
    while (chunk.length > partBytes - length) {
      const head = chunk.subarray(0, partBytes - length);
      part.set(head, length);
      yield { bytes: part, isLast: false };
      chunk = chunk.subarray(head.length);
      length = 0;
    }
    part.set(chunk, length);
    length += chunk.length;
  }
  yield { bytes: part.subarray(0, length), isLast: true };
}
