/** The FTPS protocol layer: everything that the layers above may use. */
export type { ClientOptions, OpeningStage, TlsMode } from './client-options.ts';
export type { ChecksumMethod, HashName } from './checksum.ts';
export { FtpsClient } from './client.ts';
export type { DialogueLine, DialogueListener } from './dialogue.ts';
export type {
  CertificateFault,
  ClearTextSpeech,
  ConnectionKind,
  Endpoint,
  TimeoutPhase,
} from './errors.ts';
export {
  CertificateError,
  CommandError,
  ConnectionError,
  ConnectionLostError,
  FtpsError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
} from './errors.ts';
export { command } from './command.ts';
export type { DataConnectionCount } from './passive-connector.ts';
export type { PeerCertificate } from './peer-certificate.ts';
export { daysLeft } from './peer-certificate.ts';
export type { Pin } from './pin.ts';
export { parsePin } from './pin.ts';
export { printable } from './printable.ts';
export type { RenameAhead } from './rename-ahead.ts';
export type { Reply } from './reply.ts';
export type { SendingAhead } from './sending-ahead.ts';
export { showReply } from './reply.ts';
export type { ClientCertificate, TlsOptions, TlsReport } from './tls-client.ts';
export type { UploadSource } from './upload-source.ts';
export type { StoreOptions, StoreResult } from './uploader.ts';
