import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { fetchErrorReason } from '../../shared/fetch-error';
import { UserError } from '../../shared/user-error';

/** A row of a price file: its values by the names of the columns. */
export type PriceRow = Readonly<Record<string, string>>;

/**
 * Downloads a price file of AWS, and yields one row at a time, because the file for EC2 contains hundreds of megabytes.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-fetching-price-list-files-manually.html
 * @throws UserError if the file cannot be downloaded
 */
export async function* readPriceFile(address: URL, stop: AbortSignal): AsyncGenerator<PriceRow> {
  const response = await fetch(address, { signal: stop }).catch((error: unknown) => {
    stop.throwIfAborted();
    throw new UserError(
      `${address} could not be downloaded: ${fetchErrorReason(error)}. No price was changed. Check the network and run the command again.`,
    );
  });
  if (!response.ok || response.body === null) {
    throw new UserError(
      `${address} could not be downloaded: status ${response.status}. No price was changed. Check the region, or try again later.`,
    );
  }
  let columns: readonly string[] | undefined;
  const input = Readable.fromWeb(response.body as ReadableStream);
  for await (const line of createInterface({ input })) {
    // The first lines describe the file. The line with the column names begins with "SKU".
    if (columns === undefined && line.startsWith('"SKU"')) columns = parseCsvLine(line);
    // Skip the other lines: in the file for EC2, most are about reserved instances.
    else if (columns !== undefined && line.includes('"OnDemand"')) yield toRow(columns, parseCsvLine(line));
  }
}

function toRow(columns: readonly string[], values: readonly string[]): PriceRow {
  return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
}

/** Returns the values in a line of CSV, without their quotes. */
function parseCsvLine(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare,
  );
}
