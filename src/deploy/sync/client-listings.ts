import type { FtpsClient } from '../../ftps/index.ts';
import { exactSizes } from './client-replies.ts';

/** Most entries that are kept of listings: other files in the same directories must not fill the memory. */
const maxEntries = 200_000;

/** Files in a directory from which MLSD is cheaper than SIZE of each: some five round trips. */
const filesWorthMachineListing = 600;

/** Lists directories by STAT, or by MLSD where STAT rounds sizes. */
export class ClientListings {
  #hasExactStatus = true;

  /** Names and exact sizes of the files in directories. */
  async list(
    client: FtpsClient,
    directories: readonly string[],
  ): Promise<ReadonlyMap<string, number>[]> {
    let entries = 0;
    const accepts = () => (entries += 1) <= maxEntries;
    const listings: ReadonlyMap<string, number>[] = [];
    const listed = this.#hasExactStatus
      ? await client.listByStatus(directories.map((path) => ({ path, accepts })))
      : [];
    for (const [index, path] of directories.entries()) {
      const files = [...(listed[index]?.values() ?? [])].filter(({ isFile }) => isFile);
      // ProFTPD rounds sizes.
      this.#hasExactStatus &&= files.every(({ sizeBytes }) => sizeBytes !== undefined);
      const isWorth = !this.#hasExactStatus && files.length >= filesWorthMachineListing;
      const machine =
        isWorth && client.features.has('MLST')
          ? await client.listDirectory({ path, accepts })
          : undefined;
      listings.push(
        exactSizes(machine?.outcome === 'listed' ? [...machine.entries.values()] : files),
      );
    }
    return listings;
  }
}
