/** The FTPS protocol: everything that other folders may use. */
export type { ClientOptions, OpeningStage, TlsMode } from './client-options.ts';
export type { ChecksumMethod, HashName } from './checksum.ts';
export { FtpsClient } from './client.ts';
export type { CertificateProblem } from './certificate-error.ts';
export type { ConnectionPhase, PlaintextProtocol } from './connection-errors.ts';
export { CertificateError, formatDay } from './certificate-error.ts';
export {
  ConnectionError,
  ConnectionLostError,
  TimeoutError,
  TlsError,
} from './connection-errors.ts';
export type { Command } from './control/command.ts';
export { command } from './control/command.ts';
export type { ProbeResult } from './control/directories.ts';
export type { DialogueLine, DialogueListener } from './control/dialogue.ts';
export type { CommandReply } from './control/exchange.ts';
export type { PipelinedRename } from './control/pipelined-rename.ts';
export type { PipeliningMode } from './control/pipelining.ts';
export type { Reply } from './control/reply.ts';
export { formatReply, replyCode } from './control/reply.ts';
export type { FileCommands } from './control/file-commands.ts';
export type { ReportedSize, SizeAnswer } from './control/file-size.ts';
export { MemorySource } from './data/memory-source.ts';
export type { DataConnectionCount } from './data/passive-connector.ts';
export type { Retrieval, RetrievalRequest } from './data/retrieval.ts';
export type { UploadSource } from './data/upload-source.ts';
export type { StoreOptions } from './data/upload-batch.ts';
export type { StoreResult } from './data/uploader.ts';
export type { ConnectionKind, Endpoint } from './endpoint.ts';
export type { ProtocolRule, ReplyContext, TransferStage } from './errors.ts';
export { CommandError, FtpsError, ProtocolError, ReplyError } from './errors.ts';
export type { ListingEntry, ListingRequest } from './listing/listing-entry.ts';
export type { MachineListing } from './listing/machine-listing.ts';
export type { StatusListing } from './listing/status-listing.ts';
export type { OptionalPart } from './optional-parts.ts';
export { OptionalParts } from './optional-parts.ts';
export type { PortAnswer, PortFinding } from './port-probe.ts';
export { probePort } from './port-probe.ts';
export type { PeerCertificate } from './tls/peer-certificate.ts';
export { daysLeft } from './tls/peer-certificate.ts';
export type { Pin } from './tls/pin.ts';
export { parsePin } from './tls/pin.ts';
export type { TlsInfo } from './tls/tls-client.ts';
export type { ClientCertificate, TlsOptions } from './tls/tls-context.ts';
