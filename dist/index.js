import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 30:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 75:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 691:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(573);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(500);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(75);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(30);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(692);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(598);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(522);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(24);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(760);
/* harmony import */ var os__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(857);
/* harmony import */ var crypto__WEBPACK_IMPORTED_MODULE_11__ = __nccwpck_require__(982);
/* harmony import */ var fs__WEBPACK_IMPORTED_MODULE_12__ = __nccwpck_require__(896);
/* harmony import */ var path__WEBPACK_IMPORTED_MODULE_13__ = __nccwpck_require__(928);
/* harmony import */ var assert__WEBPACK_IMPORTED_MODULE_14__ = __nccwpck_require__(613);
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_15__ = __nccwpck_require__(136);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_16__ = __nccwpck_require__(161);



















// \0rolldown/runtime.js
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __copyProps = (to, from, except, desc) => {
	if (from && typeof from === "object" || typeof from === "function") for (var keys = __getOwnPropNames(from), i = 0, n = keys.length, key; i < n; i++) {
		key = keys[i];
		if (!__hasOwnProp.call(to, key) && key !== except) __defProp(to, key, {
			get: ((k) => from[k]).bind(null, key),
			enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
		});
	}
	return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(isNodeMode || !mod || !mod.__esModule || !__hasOwnProp.call(mod, "default") ? __defProp(target, "default", {
	value: mod,
	enumerable: true
}) : target, mod));
// src/deploy/cancellation.ts
/** Milliseconds from a cancellation to its deadlines. A cancelled run must end within 5 s. */
const afterCancellation = {
	/** For the reply to an aborted transfer. */
	replyMs: 1500,
	/** For deleting temporary files, over a new connection if necessary. */
	cleanUpMs: 3500
};
/** Longest wait for the reply to QUIT in a cancelled run, in milliseconds. */
const quitMs = 500;
/** Ends what connections do when a signal is aborted: transfers at once, connections that don't reply a bit later. */
var Cancellation$1 = class {
	#signal;
	#connections;
	#cleanUp = new AbortController();
	#timers = [];
	constructor(signal, connections) {
		this.#signal = signal;
		this.#connections = connections;
		signal.addEventListener("abort", this.#onAbort);
	}
	/** Aborted when a cancelled run has no time left for its clean-up. */
	get cleanUpSignal() {
		return this.#cleanUp.signal;
	}
	/** Longest wait for the reply to QUIT; undefined for the default. */
	get quitMs() {
		return this.#signal.aborted ? quitMs : void 0;
	}
	/** Whether an operation failed because of the cancellation. */
	isCause(error) {
		return this.#signal.aborted && error === this.#signal.reason;
	}
	[Symbol.dispose]() {
		this.#signal.removeEventListener("abort", this.#onAbort);
		for (const timer of this.#timers) clearTimeout(timer);
	}
	#onAbort = () => {
		const reason = this.#signal.reason;
		const destroy = () => {
			for (const connection of this.#connections) connection.destroy(reason);
		};
		for (const connection of this.#connections) connection.abortTransfer(reason);
		this.#timers.push(setTimeout(destroy, afterCancellation.replyMs), setTimeout(() => {
			this.#cleanUp.abort(reason);
			destroy();
		}, afterCancellation.cleanUpMs));
	};
};
// src/deploy/plan/remote-path.ts
/**
* Remote paths: `/`-separated, relative to the login directory unless they start with `/`. Callers convert local
* separators.
*/
/**
* Normalizes a remote directory: removes `.` and empty segments. `''` is the login directory and `/` the root.
*/
function normalizeRemoteDirectory(text) {
	const segments = text.split("/").filter((segment) => segment !== "" && segment !== ".");
	return (text.startsWith("/") ? "/" : "") + segments.join("/");
}
/** Appends path segments to a normalized remote directory. */
function joinRemotePath(directory, ...segments) {
	const relative = segments.join("/");
	if (directory === "") return relative;
	return directory.endsWith("/") ? directory + relative : `${directory}/${relative}`;
}
/**
* Returns why a remote path can't be used, as the rest of a sentence; undefined if it can.
*
* Names that may lead elsewhere are rejected in every form that a server may understand: `..\x`, `.. `, `C:\x` and
* `x::$DATA` are ordinary names on Linux, but not on a Windows server. A colon alone is allowed.
*/
function remotePathProblem(path) {
	if (harmless.test(path) && path.length <= maximumBytes) return void 0;
	if (/[\r\n\0]/.test(path)) return "contains a line break or NUL, which can't be sent in an FTP command";
	const segments = path.split(/[/\\]/);
	if (segments.includes("..")) return "contains \"..\"";
	if (segments.some((segment) => /^[. ]+$/.test(segment) && segment !== ".")) return "contains a name of dots and spaces only, which servers on Windows read as another directory";
	if (segments.some((segment) => /^[a-z]:$/i.test(segment))) return "contains a drive letter, which FTP paths never have: use a path such as /site";
	if (/:\$[a-z_]+(\/|\\|$)/i.test(path)) return "contains the name of a data stream, which servers on Windows read as another file";
	if (path.startsWith("\\")) return "starts with \"\\\", the root directory on Windows servers";
	if (Buffer.byteLength(path) > maximumBytes) return `is longer than ${maximumBytes} bytes`;
}
const harmless = /^\/?(?:\.?[\w-][\w. -]*(?:\/|$))*$/;
const maximumBytes = 4e3;
/** The directory that contains a path; `''` is the login directory and `/` the root. */
function directoryOf$2(path) {
	const slash = path.lastIndexOf("/");
	return slash === 0 ? "/" : path.slice(0, Math.max(slash, 0));
}
/** The directories above a path, outermost first, without the root and the login directory. */
function parentDirectories(path) {
	const parents = [];
	for (let slash = path.indexOf("/", 1); slash !== -1; slash = path.indexOf("/", slash + 1)) parents.push(path.slice(0, slash));
	return parents;
}
// src/deploy/directories.ts
/**
* Creates the missing directories of a plan, parents first.
*
* The remote directory and its parents are probed first, from the innermost upwards: accounts often can't access, let
* alone create, what is above their own directory. Where that isn't possible, all of them are created, and an upload shows
* whether they exist.
*
* @throws {@link ReplyError} when one is missing and can't be created.
*/
async function createDirectories(client, plan) {
	const wanted = [...await missingLevels(client, plan.remoteDirectory), ...plan.directories];
	const created = await client.createDirectories(wanted);
	return {
		created,
		existing: wanted.length - created
	};
}
async function missingLevels(client, remoteDirectory) {
	if (remoteDirectory === "" || remoteDirectory === "/") return [];
	const levels = [...parentDirectories(remoteDirectory), remoteDirectory];
	let existing = levels.length;
	while (existing > 0) {
		const found = await client.probeDirectory(levels[existing - 1] ?? "");
		if (found === "unknown") return levels;
		if (found === "exists") break;
		existing -= 1;
	}
	return levels.slice(existing);
}
// src/ftps/checksum.ts
const byHash = [
	{
		option: "SHA-512",
		hash: "sha512"
	},
	{
		option: "SHA-256",
		hash: "sha256"
	},
	{
		option: "SHA-1",
		hash: "sha1"
	},
	{
		option: "MD5",
		hash: "md5"
	},
	{
		option: "CRC32",
		hash: "crc32"
	}
];
const byCommand = [
	{
		verb: "XSHA512",
		hash: "sha512"
	},
	{
		verb: "XSHA256",
		hash: "sha256"
	},
	{
		verb: "XSHA1",
		hash: "sha1"
	},
	{
		verb: "XSHA",
		hash: "sha1"
	},
	{
		verb: "XMD5",
		hash: "md5"
	},
	{
		verb: "XCRC",
		hash: "crc32"
	}
];
/** The strongest hash that the server supports; undefined when it supports none. */
function chooseChecksum(features) {
	const supported = (features.parameters("HASH") ?? "").split(";").map((name) => name.replace("*", "").trim().toUpperCase());
	const found = byHash.find(({ option }) => supported.includes(option));
	if (found !== void 0) return {
		verb: "HASH",
		...found
	};
	return byCommand.find(({ verb }) => features.has(verb));
}
const hexDigits = {
	sha512: 128,
	sha256: 64,
	sha1: 40,
	md5: 32,
	crc32: 8
};
/**
* Reads the hash from the reply to HASH (`213 SHA-256 0-1024 <hash> name`) or an X command (`250 <hash>`).
*
* @returns Lowercase hexadecimal; undefined when the reply contains no hash of that length. Leading zeros, which some
*   servers omit from a CRC32, are restored.
*/
function parseChecksum(reply, hash) {
	const digits = hexDigits[hash];
	const words = reply.lines.join(" ").split(/\s+/);
	const exact = words.find((word) => word.length === digits && /^[0-9a-f]+$/i.test(word));
	if (exact !== void 0) return exact.toLowerCase();
	if (hash !== "crc32") return void 0;
	return words.find((word) => /^[0-9a-f]{1,8}$/i.test(word))?.toLowerCase().padStart(digits, "0");
}
// src/sanitize.ts
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
/** Characters of foreign text shown in one message, so that an error stays readable. */
const messageCharacters = 300;
/**
* Makes foreign text (a reply, a file name, a certificate's subject) safe to display on one line: control characters
* become escapes such as `\x1b`, and long text is truncated.
*
* @param maximum - Characters to keep; the rest becomes `...`.
*/
function sanitize(text, maximum = messageCharacters) {
	return (text.length > maximum ? `${text.slice(0, maximum)}...` : text).replace(unsafe, (character) => {
		const code = character.charCodeAt(0).toString(16);
		return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
	});
}
// src/ftps/control/reply.ts
/** Reply codes that decisions depend on (RFC 959 section 4.2.2, RFC 2428, RFC 4217). */
const replyCode = {
	okay: 200,
	superfluous: 202,
	systemStatus: 211,
	directoryStatus: 212,
	fileStatus: 213,
	serviceClosing: 221,
	transferComplete: 226,
	passiveMode: 227,
	extendedPassiveMode: 229,
	loggedIn: 230,
	authAccepted: 234,
	fileActionOkay: 250,
	pathname: 257,
	serviceNotAvailable: 421,
	noDataConnection: 425,
	dataConnectionClosed: 426,
	fileBusy: 450,
	localError: 451,
	unknownCommand: 500,
	argumentError: 501,
	notImplemented: 502,
	parameterNotImplemented: 504,
	protectionRequired: 522,
	notLoggedIn: 530,
	accountRequired: 532,
	fileUnavailable: 550,
	pageTypeUnknown: 551,
	storageExceeded: 552,
	nameNotAllowed: 553
};
/** 1yz: the command was accepted, and another reply follows. */
function isPreliminary(reply) {
	return reply.code < 200;
}
/** 2yz: the command succeeded. */
function isCompletion(reply) {
	return reply.code >= 200 && reply.code < 300;
}
/**
* 2yz, except for x2z (connections) and x3z (login): these can't be replies to a command on a file, so they were meant
* for another command (RFC 959 section 4.2.1).
*/
function isFileCompletion(reply) {
	return isCompletion(reply) && !["2", "3"].includes(String(reply.code).charAt(1));
}
/**
* Whether a 2yz can be the reply of an odd server to SIZE, such as `220 60`, and isn't one to a transfer, EPSV, PASV, QUIT
* or the login.
*/
function isSizeReply(reply) {
	const isLogin = String(reply.code).charAt(1) === "3";
	return isCompletion(reply) && !isLogin && !(reply.code >= 221 && reply.code <= 229);
}
/** 3yz: the server waits for the next command of the sequence. */
function isIntermediate(reply) {
	return reply.code >= 300 && reply.code < 400;
}
/** 4yz: rejected for now; the same command may succeed later. */
function isTransientRefusal$1(reply) {
	return reply.code >= 400 && reply.code < 500;
}
/** 4yz or 5yz: rejected. */
function isRefusal(reply) {
	return reply.code >= 400;
}
/**
* 4yz or 5yz, except for x2z (connections) and x3z (login): the reason is the file or directory, or that the server
* doesn't support the command.
*/
function isFileRefusal(reply) {
	return isRefusal(reply) && !["2", "3"].includes(String(reply.code).charAt(1));
}
/** The server doesn't support a command or its parameter (RFC 959 section 4.2.2). */
function isUnsupported(reply) {
	return [
		replyCode.unknownCommand,
		replyCode.notImplemented,
		replyCode.parameterNotImplemented
	].includes(reply.code);
}
/** Whether two replies have the same code and text. */
function isSameReply(one, other) {
	return one.code === other.code && one.lines.join("\n") === other.lines.join("\n");
}
/** The reply as one line that is safe to display: `550 No such directory.` */
function formatReply(reply) {
	return sanitize(`${reply.code} ${reply.display.join(" / ")}`.trimEnd());
}
// src/ftps/errors.ts
/** The base class of all errors in this folder: a stable `code`, and a message of one sentence without advice. */
var FtpsError = class extends Error {
	constructor(message, options) {
		super(message, options);
		this.name = new.target.name;
	}
};
/** The server sent a negative reply (RFC 959 section 4.2.1). */
var ReplyError = class extends FtpsError {
	code = "FTPS_REPLY";
	context;
	/** The command, safe to display; empty when the reply isn't about a command. */
	command;
	/** The command's verb, such as `STOR`; empty when the reply isn't about a command. */
	verb;
	reply;
	/** Whether the data connection of the failed transfer had resumed the TLS session; undefined without a handshake. */
	sessionResumed;
	/** Whether a directory couldn't be created because a file has its name. */
	isBlockedByFile;
	/** How far the failed transfer had got; undefined for other commands. */
	stage;
	/** Whether the reply arrived unencrypted where TLS was expected. */
	isPlaintext;
	/** Whether the reply rejects a login because the control connection doesn't use TLS. */
	requiresTls;
	constructor(rejected, reply, options = {}) {
		super(`${describeRejection(rejected)}: ${formatReply(reply)}`, options);
		const command = typeof rejected === "string" ? void 0 : rejected;
		this.context = typeof rejected === "string" ? rejected : "command";
		this.command = command?.display ?? "";
		this.verb = command?.verb ?? "";
		this.reply = reply;
		this.sessionResumed = options.sessionResumed;
		this.isBlockedByFile = options.isBlockedByFile === true;
		this.stage = options.stage;
		this.isPlaintext = options.isPlaintext ?? false;
		this.requiresTls = options.requiresTls ?? false;
	}
	/**
	* The same command may succeed later: after 4yz, and after a 5yz that only reports that the data connection was lost, as
	* ftp-srv does (`550 read ECONNRESET`).
	*/
	get isTransient() {
		if (isTransientRefusal$1(this.reply)) return true;
		return this.stage === "broken" && !lastingRefusals.includes(this.reply.code);
	}
};
/** 5yz codes that a server has a lasting reason for, even if the data connection was lost. */
const lastingRefusals = [
	replyCode.protectionRequired,
	replyCode.notLoggedIn,
	replyCode.accountRequired,
	replyCode.storageExceeded,
	replyCode.nameNotAllowed
];
function describeRejection(rejected) {
	if (rejected === "greeting") return "The server rejected the connection";
	if (rejected === "session") return "The server ended the session";
	const { verb, display } = rejected;
	if (verb === "USER" || verb === "PASS") return "The login failed";
	if (verb === "STOR" || verb === "APPE") return `Uploading ${sanitize(display.slice(verb.length + 1))} failed`;
	return `"${sanitize(display)}" failed`;
}
const sections = {
	"reply-syntax": "RFC 959, section 4.2",
	"unsolicited-reply": "RFC 959, section 5.4",
	"unexpected-reply": "RFC 959, section 4.2.1",
	"premature-completion": "RFC 959, section 5.4",
	"passive-port": "RFC 2428, section 3",
	checksum: "draft-bryan-ftpext-hash",
	"plaintext-after-auth": "RFC 4217, section 4"
};
/** The server sent something that the protocol does not allow at this point. */
var ProtocolError = class extends FtpsError {
	code = "FTPS_PROTOCOL";
	rule;
	/** What was received, truncated and safe to display. */
	received;
	constructor(rule, problem, received) {
		const display = sanitize(received);
		super(`Protocol error: ${problem} (${sections[rule]}). Received "${display}".`);
		this.rule = rule;
		this.received = display;
	}
};
/** A command could not be built: its argument cannot be sent as one line. */
var CommandError = class extends FtpsError {
	code = "FTPS_COMMAND";
	verb;
	constructor(verb, problem) {
		super(`The argument of ${verb} cannot be sent: ${problem}.`);
		this.verb = verb;
	}
};
// src/ftps/control/encoding.ts
/** Lone surrogates for the bytes 0x80 to 0xFF that aren't UTF-8, as in Python (PEP 383). */
const escapeBase = 56320;
/**
* Decodes UTF-8 without loss: each byte that isn't UTF-8 becomes a lone surrogate, which {@link encodeText} turns into the
* same byte again. Some servers report names in Latin-1 and only accept these bytes.
*/
function decodeText(bytes) {
	if ((0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(bytes)) return bytes.toString();
	let text = "";
	for (let at = 0; at < bytes.length;) {
		const length = sequenceLength(bytes, at);
		text += length === 0 ? String.fromCharCode(escapeBase + bytes.readUInt8(at)) : bytes.toString("utf8", at, at + length);
		at += Math.max(length, 1);
	}
	return text;
}
/** Encodes a text as UTF-8, and the lone surrogates of {@link decodeText} as the bytes that they stand for. */
function encodeText(text) {
	if (text.isWellFormed()) return Buffer.from(text);
	const parts = Array.from(text, (character) => {
		const byte = character.charCodeAt(0) - escapeBase;
		return character.length === 1 && byte >= 128 && byte <= 255 ? Buffer.of(byte) : Buffer.from(character);
	});
	return Buffer.concat(parts);
}
/** Number of bytes of the UTF-8 character at an offset; 0 when there is none. */
function sequenceLength(bytes, at) {
	return [
		1,
		2,
		3,
		4
	].find((length) => isCharacter(bytes.subarray(at, at + length), length)) ?? 0;
}
function isCharacter(bytes, length) {
	return bytes.length === length && (0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(bytes);
}
// src/ftps/limits.ts
/** The limits on the memory and time that a server can make the client use, and the problems that they prevent. */
const limits = {
	/** Bytes of one reply line: an endless line must not fill the memory. */
	replyLineBytes: 8192,
	/** Bytes of one reply with all its lines: a multi-line reply may never end. */
	replyBytes: 65536,
	/** Lines of one reply that are shown: 64 KiB of line ends must not become megabytes of log. */
	replyLinesShown: 200,
	/** Bytes of one command line: ProFTPD and Pure-FTPd read 4 KiB at a time and stall on more. */
	commandBytes: 4094,
	/** Bytes of commands without a reply: ProFTPD and Pure-FTPd hang when one TLS record contains several KiB. */
	windowBytes: 2048,
	/** Bytes of commands without a reply where thousands of them follow each other. Servers stall above 4 KiB. */
	bulkWindowBytes: 4e3,
	/** Bytes of a reply to STAT that lists a directory: 100,000 files take some 8 MiB. */
	statusBytes: 16777216,
	/** Lines of a reply to STAT. */
	statusLines: 2e5,
	/** Milliseconds to wait for the port of PASV, after that of EPSV could not be reached. */
	passiveFallbackMs: 5e3,
	/** Temporary refusals of EPSV or PASV after which a session is replaced: it may have run out of ports. */
	passiveRefusals: 2,
	/** Milliseconds to wait for the end of a data connection after the final reply. */
	dataEndMs: 2e3,
	/** Milliseconds to wait, after a refusal, for the news that the data connection was reset. */
	dataResetMs: 250,
	/** Milliseconds to wait for one address of a host before the next is tried. Node's 250 ms are too short for some servers. */
	addressAttemptMs: 2e3,
	/** Milliseconds to find out what a server sends on a data connection instead of TLS. */
	unencryptedDataMs: 1e3,
	/** Milliseconds to wait for the rest of a reply that arrives unencrypted where TLS was expected. */
	plaintextMs: 500,
	/** Milliseconds to wait for the reply to QUIT, after all work is done. */
	quitMs: 3e3,
	/** Milliseconds to wait for a refusal that explains why a data connection was lost. */
	refusalGraceMs: 5e3,
	/** Milliseconds to wait, after the transfer, for the reply to the NOOP that was sent with the first STOR. */
	probeMs: 5e3,
	/** Milliseconds to find out what answers on another port. */
	portProbeMs: 3e3,
	/** Uploads after which pipelining is no longer suspected when a connection is lost. */
	uploadsToTrustPipelining: 4,
	/** Bytes of a listing before it is cut off: a listing may never end. */
	listingBytes: 1048576,
	/** Milliseconds after which a listing is cut off: it may arrive slowly. */
	listingMs: 1e4,
	/** Bytes of the listing of a directory whose entries are needed. */
	directoryBytes: 33554432,
	/** Milliseconds that such a listing may take: it may arrive slowly. */
	directoryMs: 12e4,
	/** Milliseconds that the retrieval of a file may take, which keeps making progress as long as bytes arrive. */
	retrievalMs: 6e5,
	/** Milliseconds between two NOOPs on the control connection during a transfer. */
	keepAliveMs: 1e4,
	/** NOOPs without a reply: a server that processes commands in order replies to all of them after the transfer. */
	maxPendingNoops: 60,
	/** Certificates of a chain that are examined. */
	chainCertificates: 16,
	/** Characters of the greeting that are kept. */
	greetingCharacters: 200,
	/** Preliminary replies to one command: RFC 959 section 5.4 allows two. */
	preliminaryReplies: 4
};
// src/ftps/control/command.ts
const secretVerbs = /* @__PURE__ */ new Set([
	"USER",
	"PASS",
	"ACCT"
]);
const uploadVerbs$1 = /* @__PURE__ */ new Set(["STOR", "APPE"]);
const transferVerbs = /* @__PURE__ */ new Set([
	...uploadVerbs$1,
	"RETR",
	"LIST",
	"MLSD"
]);
/**
* Builds a command. Use {@link pathCommand} for a command that takes a path.
*
* @throws {@link CommandError} when the argument contains CR, LF or NUL, which would inject a second command (RFC 959
*   section 5.3.1), or when the line is longer than servers read at once.
*/
function command(verb, argument) {
	if (argument === void 0) return {
		verb,
		line: `${verb}\r\n`,
		display: verb
	};
	if (!isOneLine(argument)) throw new CommandError(verb, "it contains CR, LF or NUL");
	const line = `${verb} ${argument}\r\n`;
	if (Buffer.byteLength(line) > limits.commandBytes) throw new CommandError(verb, `the line is longer than ${limits.commandBytes} bytes`);
	return {
		verb,
		line,
		display: secretVerbs.has(verb) ? `${verb} ***` : `${verb} ${argument.toWellFormed()}`
	};
}
/**
* Builds a command that takes a path. A relative path that starts with `-`, `~`, white space or a letter and a colon is
* sent with `./` before it: some servers would read it as an option, as a home directory, without the space, or on Windows
* as a drive.
*
* @param parameters - What the command takes before the path, such as the time of MFMT.
* @throws {@link CommandError} as {@link command} does.
*/
function pathCommand(verb, path, parameters) {
	const safePath = /^([-~\s]|[a-z]:)/i.test(path) ? `./${path}` : path;
	return command(verb, parameters === void 0 ? safePath : `${parameters} ${safePath}`);
}
/** The bytes of commands, for one write. */
function encodeCommands(commands) {
	return encodeText(commands.map(({ line }) => line).join(""));
}
/** Whether a text can be sent within one command line. */
function isOneLine(text) {
	return !/[\r\n\0]/.test(text);
}
/** Number of bytes of a command line. */
function commandBytes({ line }) {
	return Buffer.byteLength(line);
}
/** Whether a command sends a file. */
function isUpload({ verb }) {
	return uploadVerbs$1.has(verb);
}
/** Whether a command transfers data on a data connection, in either direction. */
function isTransfer({ verb }) {
	return transferVerbs.has(verb);
}
/** A command that only requests a reply (RFC 959 section 4.1.3). */
const noop = command("NOOP");
// src/ftps/endpoint.ts
/** `host:port`, with brackets around an IPv6 address. */
function formatEndpoint({ host, port }) {
	const name = sanitize(host);
	return name.includes(":") ? `[${name}]:${port}` : `${name}:${port}`;
}
/** `with host:990`, or `on the data connection to host:50000`. */
function describePeer({ connection, endpoint }, preposition) {
	const address = formatEndpoint(endpoint);
	return connection === "control" ? `${preposition} ${address}` : `on the data connection to ${address}`;
}
// src/ftps/connection-errors.ts
/** A TCP connection could not be opened; `cause` is Node's error (`ECONNREFUSED`, `ENOTFOUND`...). */
var ConnectionError = class extends FtpsError {
	code = "FTPS_CONNECT";
	connection;
	endpoint;
	/** Node's code of the cause, such as `ECONNREFUSED`. */
	reason;
	constructor({ cause, ...peer }) {
		const reason = reasonOf$1(cause);
		const address = formatEndpoint(peer.endpoint);
		const what = peer.connection === "control" ? `Could not connect to ${address}` : `Could not open the data connection to ${address}`;
		super(`${what}: ${describeReason(reason)}.`, { cause });
		this.connection = peer.connection;
		this.endpoint = peer.endpoint;
		this.reason = reason;
	}
};
/**
* Node's code of an error, such as `ECONNREFUSED`. When a host has several addresses, a refusal says most: the server was
* reached. Node's own code is that of the first address, which may be one that can't be reached from here.
*/
function reasonOf$1(cause) {
	const codes = [...cause instanceof AggregateError ? cause.errors : [], cause].map((error) => error instanceof Error && "code" in error ? String(error.code) : "");
	const isUnreachable = (code) => [
		"ENETUNREACH",
		"EHOSTUNREACH",
		"EADDRNOTAVAIL"
	].includes(code);
	return codes.find((code) => code === "ECONNREFUSED") ?? codes.find((code) => code !== "" && !isUnreachable(code)) ?? codes.find((code) => code !== "") ?? cause.name;
}
const reasons = {
	ECONNREFUSED: "connection refused",
	ENOTFOUND: "host name not found",
	EAI_AGAIN: "the host name lookup failed",
	EHOSTUNREACH: "no route to the host",
	ENETUNREACH: "no route to the network",
	ETIMEDOUT: "connection timed out"
};
function describeReason(reason) {
	const known = reasons[reason];
	return known === void 0 ? sanitize(reason) : `${known} (${reason})`;
}
/** The TLS handshake failed before a certificate was verified. */
var TlsError = class extends FtpsError {
	code = "FTPS_TLS";
	connection;
	endpoint;
	/** Code of Node or OpenSSL, such as `ERR_SSL_WRONG_VERSION_NUMBER`. */
	reason;
	/** Set when the server sent plaintext where TLS was expected. */
	detectedProtocol;
	constructor({ reason, detectedProtocol, plaintext, cause, ...peer }) {
		const what = detectedProtocol === void 0 ? `The TLS handshake ${describePeer(peer, "with")} failed: ${sanitize(reason)}.` : describePlaintext(peer, detectedProtocol, plaintext);
		super(what, cause === void 0 ? {} : { cause });
		this.connection = peer.connection;
		this.endpoint = peer.endpoint;
		this.reason = reason;
		this.detectedProtocol = detectedProtocol;
	}
};
function describePlaintext(peer, protocol, plaintext) {
	const address = formatEndpoint(peer.endpoint);
	if (peer.connection === "data") return `The data connection to ${address} isn't encrypted: the server sent plaintext instead of TLS${plaintext === void 0 ? "" : ` ("${plaintext}")`}.`;
	switch (protocol) {
		case "ftp": return `${address} doesn't use implicit TLS: it sent an unencrypted FTP greeting.`;
		case "ssh": return `${address} doesn't speak FTPS: it is an SSH (SFTP) server.`;
		case "other": return `${address} doesn't speak TLS: it sent plaintext.`;
	}
}
function describeStage({ phase, verb }) {
	return {
		connect: "the TCP connection",
		tls: "the TLS handshake",
		greeting: "the greeting",
		reply: verb === void 0 ? "a reply" : `the reply to ${verb}`,
		transfer: "data to be transferred",
		idle: "the next command"
	}[phase];
}
/** An expected event did not happen, or no data moved, for `timeoutMs`. */
var TimeoutError = class extends FtpsError {
	code = "FTPS_TIMEOUT";
	connection;
	endpoint;
	phase;
	/** The command whose reply did not arrive. */
	verb;
	timeoutMs;
	constructor(details) {
		const { phase, timeoutMs, ...peer } = details;
		const seconds = `${timeoutMs / 1e3} s`;
		const address = formatEndpoint(peer.endpoint);
		const target = peer.connection === "control" ? address : `a data connection to ${address}`;
		super(phase === "connect" ? `Could not ${peer.connection === "control" ? "connect to" : "open"} ${target}: no response within ${seconds}.` : `Timed out after ${seconds} waiting for ${describeStage(details)} ${describePeer(peer, phase === "tls" ? "with" : "from")}.`);
		this.connection = peer.connection;
		this.endpoint = peer.endpoint;
		this.phase = phase;
		this.verb = details.verb;
		this.timeoutMs = timeoutMs;
	}
};
/** An established connection ended or was reset. */
var ConnectionLostError = class extends FtpsError {
	code = "FTPS_LOST";
	connection;
	endpoint;
	phase;
	/** The command whose reply was pending. */
	verb;
	/** Code of Node or OpenSSL, such as `ECONNRESET`; undefined when the server closed the connection normally. */
	reason;
	/**
	* What the server sent unencrypted where TLS was expected, safe to display: usually a reply such as `500 OOPS`. Empty
	* when its text isn't known.
	*/
	plaintext;
	constructor({ cause, bytesSent, plaintext, ...details }) {
		const reason = plaintext === void 0 && cause !== void 0 && "code" in cause ? String(cause.code) : void 0;
		const why = describePlaintextLoss(plaintext);
		super(`The ${details.connection} connection to ${formatEndpoint(details.endpoint)} ${describeLoss(cause, reason)} ${describeMoment(details, bytesSent)}${why}.`, cause === void 0 ? {} : { cause });
		this.connection = details.connection;
		this.endpoint = details.endpoint;
		this.phase = details.phase;
		this.verb = details.verb;
		this.reason = reason;
		this.plaintext = plaintext;
	}
	/**
	* Whether the server ended it with a TLS alert (RFC 8446 section 6.2). Under TLS 1.3 a server verifies a client
	* certificate only after the handshake is complete on the client's side.
	*/
	get isAlert() {
		return this.reason?.includes("_ALERT_") === true;
	}
};
function describePlaintextLoss(plaintext) {
	if (plaintext === void 0) return "";
	return `: the server sent unencrypted data${plaintext === "" ? "" : ` ("${plaintext}")`}`;
}
function describeLoss(cause, reason) {
	if (cause === void 0) return "was closed by the server";
	return reason === void 0 ? "was lost" : `was lost (${sanitize(reason)})`;
}
function describeMoment(stage, bytesSent = 0) {
	switch (stage.phase) {
		case "transfer": return `after ${bytesSent} bytes had been sent`;
		case "tls": return "during the TLS handshake";
		case "idle": return "between two commands";
		case "connect":
		case "greeting":
		case "reply": return `while waiting for ${describeStage(stage)}`;
	}
}
// src/ftps/control/exchange.ts
/** A command and the replies to it (RFC 959 section 5.4). */
var Exchange = class {
	command;
	/** Receives the lines of a listing in the reply, which aren't kept: there may be many. */
	onLine;
	#first = Promise.withResolvers();
	#final = Promise.withResolvers();
	#preliminaries = 0;
	#isSent = false;
	#repliedOutOfOrder = false;
	#hadAmbiguousRefusal = false;
	constructor(command, onLine) {
		this.command = command;
		this.onLine = onLine;
		this.#first.promise.catch(() => void 0);
		this.#final.promise.catch(() => void 0);
	}
	/** The first reply: a preliminary one (1yz) if the server sends one, otherwise the final one. */
	get first() {
		return this.#first.promise;
	}
	/** The final reply, 2yz to 5yz. */
	get final() {
		return this.#final.promise;
	}
	/** Whether the command was written to the connection. */
	get isSent() {
		return this.#isSent;
	}
	/** Whether the final reply arrived before that of an earlier command: the server doesn't process commands in order. */
	get repliedOutOfOrder() {
		return this.#repliedOutOfOrder;
	}
	/** Whether a preliminary reply has arrived. */
	get isInProgress() {
		return this.#preliminaries > 0;
	}
	/** Whether a refusal during this transfer was assigned to a NOOP, although it may have been meant for the transfer. */
	get hadAmbiguousRefusal() {
		return this.#hadAmbiguousRefusal;
	}
	/** Records that a refusal during this transfer was assigned to a NOOP. */
	recordAmbiguousRefusal() {
		this.#hadAmbiguousRefusal = true;
	}
	/** Records that the command was written to the connection. */
	markSent() {
		this.#isSent = true;
	}
	/**
	* Accepts the next reply.
	*
	* @param isEarly - Whether an earlier command still waits for its reply.
	* @returns `preliminary` when another reply to this command must follow, `final` when this was the last one,
	*   `excess` when the server has sent more preliminary replies than the protocol allows.
	*/
	accept(reply, isEarly = false) {
		this.#first.resolve(reply);
		if (isPreliminary(reply)) {
			this.#preliminaries += 1;
			return this.#preliminaries > limits.preliminaryReplies ? "excess" : "preliminary";
		}
		this.#repliedOutOfOrder = isEarly;
		this.#final.resolve(reply);
		return "final";
	}
	/** Fails the exchange: no more replies will arrive. */
	fail(error) {
		this.#first.reject(error);
		this.#final.reject(error);
	}
};
// src/ftps/control/working-directory.ts
/**
* The working directory of a session, which relative paths start from. The client leaves it only to look for directories,
* and on servers that accept no paths with directories. It goes back before the next command with a relative path: there
* are servers on which that fails, and absolute paths don't need it.
*/
var WorkingDirectory = class {
	#control;
	#optional;
	/** The working directory after login; undefined when the server doesn't report it. */
	loginDirectory;
	/** The directory that was entered last; empty in the login directory, undefined when unknown. */
	#current = "";
	#triesPlainNames = false;
	constructor(control, optional) {
		this.#control = control;
		this.#optional = optional;
	}
	/** Whether the client can change to the login directory. */
	get canReturn() {
		const { loginDirectory } = this;
		if (loginDirectory === void 0 || !isOneLine(loginDirectory)) return false;
		return this.#optional.isUsable("login-directory");
	}
	/** Whether commands name files without their directory, which the client changes to before. */
	get usesPlainNames() {
		return this.#triesPlainNames || !this.#optional.isUsable("paths");
	}
	/** Uses plain names in this session until the second call. */
	tryPlainNames(tries) {
		this.#triesPlainNames = tries;
	}
	/** The path of a file as commands must name it, after {@link prepare}. */
	pathOf(path) {
		return this.usesPlainNames ? path.slice(path.lastIndexOf("/") + 1) : path;
	}
	/**
	* Changes to the directory that the path of a file starts from, unless it is the working directory.
	*
	* @throws {@link ReplyError} when the server rejects CWD.
	*/
	async prepare(path) {
		const refusal = await this.enter(path);
		if (refusal !== void 0) throw new ReplyError(refusal.command, refusal.reply);
	}
	/** As {@link prepare}, but returns the refusal of the directory. */
	async enter(path) {
		if (!this.usesPlainNames) {
			if (isRelative(path)) await this.return();
			return;
		}
		const directory = directoryOf$1(path);
		if (directory === this.#current) return void 0;
		if (isRelative(directory)) await this.return();
		if (directory === "") return void 0;
		this.#current = void 0;
		const change = pathCommand("CWD", directory);
		const reply = await this.#control.execute(change);
		if (!this.isAccepted(change, reply)) return {
			command: change,
			reply
		};
		this.#current = directory;
	}
	/** Prepares for commands on several files, named by their paths, in one write. */
	async prepareAll(paths) {
		if (paths.some(isRelative)) await this.return();
	}
	/**
	* Changes to the login directory, unless it is the working directory.
	*
	* @throws {@link ReplyError} when the server rejects that. The connection is then closed: relative paths lead to another
	*   place now. Directories aren't looked up in the next session, so the client won't leave it.
	*/
	async return() {
		if (this.#current === "") return;
		const { loginDirectory: home } = this;
		if (home === void 0 || !this.canReturn) {
			const error = new CommandError("CWD", "the login directory is unknown");
			this.#control.fail(error);
			throw error;
		}
		const back = command("CWD", home);
		const reply = await this.#control.execute(back);
		if (this.isAccepted(back, reply)) this.#current = "";
		else throw this.rejectReturn(new ReplyError(back, reply));
	}
	/**
	* Whether CWD was accepted. A wrong answer would put files into another directory.
	*
	* @throws {@link ProtocolError} when the reply was clearly meant for another command.
	*/
	isAccepted(change, reply) {
		if (!isCompletion(reply)) return false;
		if (!isFileCompletion(reply)) throw this.#control.outOfSync(change, reply);
		return true;
	}
	/** Records that CWD was accepted. */
	recordEntered(path) {
		this.#current = path;
	}
	/** Records that changing to the login directory was accepted. */
	recordReturned() {
		this.#current = "";
	}
	/** Closes the connection because the server doesn't return to the login directory; returns the error to throw. */
	rejectReturn(error) {
		if (!isTransientRefusal$1(error.reply)) this.#optional.drop("login-directory", formatReply(error.reply), error);
		this.#control.fail(error);
		return error;
	}
};
/** Whether a path starts from the working directory. */
function isRelative(path) {
	return !path.startsWith("/");
}
function directoryOf$1(path) {
	const end = path.lastIndexOf("/");
	return end === 0 ? "/" : path.slice(0, Math.max(end, 0));
}
// src/ftps/control/directories.ts
/** Creates directories, and finds out which ones exist. */
var DirectoryCommands = class {
	#control;
	#pipelining;
	#optional;
	#working;
	constructor(control, options) {
		this.#control = control;
		this.#pipelining = options.pipelining;
		this.#optional = options.optional;
		this.#working = options.working;
	}
	/**
	* Creates directories (MKD), parents first. After a server has ended the session at a MKD, as some do when the directory
	* exists, looks for each one first.
	*
	* @returns The number of directories created; the others already existed, as far as this can be found out.
	* @throws {@link ReplyError} when a directory can't be created and doesn't exist: the refusal of MKD, with that of
	*   CWD as its cause.
	*/
	async create(paths) {
		const missing = !this.#optional.isUsable("unconditional-mkd") ? await this.#missing(paths) : paths;
		const isShared = missing.length > 1 && this.#pipelining.mode !== "off";
		const refused = await this.#makeAll(missing);
		const found = await this.probeAll(refused.map(({ path }) => path));
		let existing = 0;
		for (const [index, request] of refused.entries()) {
			const cause = found[index];
			if (!(cause instanceof ReplyError)) existing += 1;
			else if (isShared) await this.#makeAgain(request, cause);
			else throw await this.#rejection(request, cause);
		}
		return missing.length - existing;
	}
	/** Changes to a directory, and back if its path is relative. */
	async probe(path) {
		if (isRelative(path)) {
			if (!this.#working.canReturn) return "unknown";
			await this.#working.return();
		}
		const enter = pathCommand("CWD", path);
		const reply = await this.#control.execute(enter);
		if (isTransientRefusal$1(reply)) throw this.#unknownWorkingDirectory(enter, reply);
		if (!this.#working.isAccepted(enter, reply)) return new ReplyError(enter, reply);
		this.#working.recordEntered(path);
		return "exists";
	}
	async #missing(paths) {
		const found = await this.probeAll(paths);
		return paths.filter((_path, index) => found[index] !== "exists");
	}
	async #makeAll(paths) {
		if (paths.some(isRelative)) await this.#working.return();
		const requests = paths.map((path) => ({
			path,
			exchange: new Exchange(pathCommand("MKD", path))
		}));
		try {
			await this.#pipelining.executeAll(requests.map(({ exchange }) => exchange));
		} catch (error) {
			const reason = error.message.replace(/\.$/, "");
			if (endsSession(error)) this.#optional.drop("unconditional-mkd", reason, error);
			throw error;
		}
		const refused = [];
		for (const { path, exchange } of requests) {
			const reply = await exchange.final;
			if (!isCompletion(reply)) refused.push({
				path,
				command: exchange.command,
				reply
			});
		}
		return refused;
	}
	/** Repeats on its own a MKD that was rejected in a write with other commands, which may be the reason. */
	async #makeAgain(request, cause) {
		const reply = await this.#control.execute(request.command);
		if (!isCompletion(reply)) throw await this.#rejection({
			...request,
			reply
		}, cause);
		this.#pipelining.disable("MKD was rejected");
	}
	async #rejection({ path, command, reply }, cause) {
		return new ReplyError(command, reply, {
			cause,
			isBlockedByFile: !isTransientRefusal$1(reply) && await this.#isFile(path)
		});
	}
	async #isFile(path) {
		return (await this.#control.execute(pathCommand("SIZE", path)).catch(() => void 0))?.code === replyCode.fileStatus;
	}
	/**
	* Changes to each directory, which is the only test for a directory that every server supports. If one of the paths is
	* relative, also changes back each time.
	*/
	async probeAll(paths) {
		const home = this.#working.loginDirectory;
		const [only, second] = paths;
		if (only !== void 0 && second === void 0) return [await this.probe(only)];
		if (!paths.some(isRelative)) return await this.#enterAll(paths);
		if (home === void 0 || !this.#working.canReturn) return paths.map(() => "unknown");
		return await this.#enterAll(paths, command("CWD", home));
	}
	/** @param back - The command that changes back after each directory. */
	async #enterAll(paths, back) {
		if (back !== void 0) await this.#working.return();
		const probes = paths.map((path) => ({
			path,
			enter: new Exchange(pathCommand("CWD", path)),
			leave: back === void 0 ? void 0 : new Exchange(back)
		}));
		const exchanges = probes.flatMap(({ enter, leave }) => [enter, leave]);
		await this.#pipelining.executeAll(exchanges.filter((exchange) => exchange !== void 0));
		const results = [];
		for (const probe of probes) results.push(await this.#resultOf(probe));
		return await this.#confirm(paths, results);
	}
	async #resultOf(probe) {
		const { path, enter, leave } = probe;
		const entered = await enter.final;
		const left = await leave?.final;
		if (isTransientRefusal$1(entered)) throw this.#unknownWorkingDirectory(enter.command, entered);
		if (!this.#working.isAccepted(enter.command, entered)) return new ReplyError(enter.command, entered);
		this.#working.recordEntered(path);
		if (leave === void 0 || left === void 0) return "exists";
		if (!this.#working.isAccepted(leave.command, left)) throw this.#working.rejectReturn(new ReplyError(leave.command, left));
		this.#working.recordReturned();
		return "exists";
	}
	/**
	* Repeats rejected CWDs on their own: they may have been rejected only because they shared a write with others. If the
	* last one with a reply code gets the same code again, so would the others.
	*/
	async #confirm(paths, results) {
		const confirmed = [...results];
		if (this.#pipelining.mode === "off") return confirmed;
		const confirmedCodes = /* @__PURE__ */ new Set();
		for (const [index, result] of [...results.entries()].reverse()) {
			if (!(result instanceof ReplyError) || confirmedCodes.has(result.reply.code)) continue;
			const again = await this.probe(paths[index] ?? "");
			confirmed[index] = again;
			if (again === "exists") this.#pipelining.disable("CWD was rejected");
			else if (isSameRejection(again, result)) confirmedCodes.add(result.reply.code);
		}
		return confirmed;
	}
	#unknownWorkingDirectory(change, reply) {
		const error = new ReplyError(change, reply);
		this.#control.fail(error);
		return error;
	}
};
/** Whether the session ended while the server processed MKD. */
function endsSession(error) {
	if (error instanceof ReplyError) return error.verb === "MKD" && error.reply.code === replyCode.serviceNotAvailable;
	return (error instanceof ConnectionLostError || error instanceof TimeoutError) && error.verb === "MKD";
}
function isSameRejection(result, { reply }) {
	return result instanceof ReplyError && result.reply.code === reply.code;
}
// src/ftps/control/file-batches.ts
/** Executes many commands, each about one file: in one write if possible, or in the directory of the file. */
var FileBatches = class {
	#control;
	#pipelining;
	#working;
	constructor(control, options) {
		this.#control = control;
		this.#pipelining = options.pipelining;
		this.#working = options.working;
	}
	/**
	* Executes commands one at a time, each in the directory of the file at the same index of `paths`.
	*
	* @param shouldContinue - No more commands are sent once it has returned `false`.
	* @returns One reply per command that was sent: that to CWD where the server rejects it.
	*/
	async executeEach(commands, paths, shouldContinue = () => true) {
		const answers = [];
		for (const [index, sent] of commands.entries()) {
			const answer = await this.#working.enter(paths[index] ?? "") ?? {
				command: sent,
				reply: await this.#control.execute(sent)
			};
			answers.push(answer);
			if (!shouldContinue(answer)) break;
		}
		return answers;
	}
	/** Executes commands in one write if possible; see {@link executeEach}. */
	async executeAll(commands, paths) {
		if (this.#working.usesPlainNames) return await this.executeEach(commands, paths);
		await this.#working.prepareAll(paths);
		const exchanges = commands.map((one) => new Exchange(one));
		await this.#pipelining.executeAll(exchanges);
		return await this.#control.finalReplies(exchanges);
	}
	/**
	* Executes thousands of commands in as few writes as possible; see {@link executeEach}.
	*
	* @param shouldContinue - No more of them are sent once it has returned `false`.
	*/
	async executeWhile(commands, paths, shouldContinue) {
		if (this.#working.usesPlainNames) return await this.executeEach(commands, paths, shouldContinue);
		await this.#working.prepareAll(paths);
		const exchanges = commands.map((one) => new Exchange(one));
		await this.#pipelining.executeWhile(exchanges, shouldContinue);
		return await this.#control.finalReplies(exchanges.filter(({ isSent }) => isSent));
	}
};
// src/ftps/control/file-hashes.ts
/** Asks for hashes of files, with HASH (draft-bryan-ftpext-hash) or an X command. */
var FileHashes = class {
	#control;
	#batches;
	#working;
	#selected;
	constructor(control, options) {
		this.#control = control;
		this.#batches = options.batches;
		this.#working = options.working;
	}
	/**
	* The hashes of many files in lowercase hexadecimal; a refusal where the server rejects one.
	*
	* @throws {@link ProtocolError} when a reply contains no such hash.
	*/
	async of(paths, method) {
		if (method.option !== void 0 && this.#selected !== method.option) {
			await this.#control.expectCompletion(command("OPTS", `HASH ${method.option}`));
			this.#selected = method.option;
		}
		const hashing = paths.map((path) => pathCommand(method.verb, this.#working.pathOf(path)));
		return (await this.#batches.executeAll(hashing, paths)).map(({ command: hash, reply }) => {
			if (!isCompletion(reply)) return new ReplyError(hash, reply);
			const checksum = parseChecksum(reply, method.hash);
			if (checksum === void 0) throw this.#control.outOfSync(hash, reply);
			return checksum;
		});
	}
};
// src/ftps/control/file-size.ts
/**
* The size in a 213 reply: its last number, because some servers write a sentence (`213 File size: 3500`).
*
* @returns undefined when there is none, as in ftp-srv's `213 File status` for an empty file.
*/
function sizeIn$1(reply) {
	if (reply.code !== replyCode.fileStatus) return void 0;
	const text = reply.lines.join(" ").trim();
	const digits = /(?<!\d)(\d{1,15})(?!\d)\D*$/.exec(text)?.[1];
	return digits === void 0 ? void 0 : {
		bytes: Number(digits),
		isPlain: digits === text
	};
}
/** The size that a reply certainly means. */
function plainBytes(size) {
	return size?.isPlain === true ? size.bytes : void 0;
}
// src/ftps/features.ts
/** The capabilities that a server announces in its reply to FEAT (RFC 2389 section 3). */
var Features = class Features {
	#parameters;
	constructor(parameters) {
		this.#parameters = parameters;
	}
	/** The capabilities of a server without FEAT. */
	static none = new Features(/* @__PURE__ */ new Map());
	/** Parses a 211 reply to FEAT: one feature per line, its parameters after a space. */
	static parse(reply) {
		const entries = reply.lines.slice(1, -1).map((line) => {
			const [, name = "", parameters = ""] = /^\s*(\S+)\s*(.*)$/s.exec(line) ?? [];
			return [name.toUpperCase(), parameters];
		});
		return new Features(new Map(entries));
	}
	/** Whether the server announces a feature, with or without parameters. */
	has(name) {
		return this.#parameters.has(name);
	}
	/** The parameters of a feature; undefined when the server doesn't announce it. */
	parameters(name) {
		return this.#parameters.get(name);
	}
	/** Whether an interrupted upload can be resumed: REST in stream mode and SIZE (RFC 3659 sections 4 and 5). */
	get canResume() {
		return this.has("SIZE") && /\bSTREAM\b/i.test(this.parameters("REST") ?? "");
	}
};
// src/ftps/control/dialogue.ts
/** The line for a command. */
function commandLine(command) {
	return {
		from: "client",
		text: sanitize(command.display)
	};
}
/** The lines for a reply, with the code as in RFC 959 section 4.2. A note says how many lines are not shown. */
function replyLines(reply) {
	const { code, display, lines: received, omittedLines = 0 } = reply;
	const cut = received.length - display.length + omittedLines;
	return [
		...display.map((line) => ({
			from: "server",
			text: `${code}-${line}`
		})).slice(0, -1),
		...cut > 0 ? [note$1(`... ${cut} lines of this reply cut`)] : [],
		{
			from: "server",
			text: `${code} ${display.at(-1) ?? ""}`
		}
	];
}
/** A line for another event, such as a resumed TLS session. */
function note$1(text) {
	return {
		from: "note",
		text: sanitize(text)
	};
}
// src/ftps/control/pipelining.ts
/** Sends several commands in one write, as far as the server has proved that it supports this. */
var Pipelining = class {
	#control;
	#optional;
	#onDialogue;
	#mode;
	#uploads = 0;
	#isPipelined = false;
	constructor(control, options) {
		this.#control = control;
		this.#optional = options.optional;
		const isUsable = ["pipelining", "paths"].every((part) => options.optional.isUsable(part));
		this.#mode = isUsable ? "untested" : "off";
		this.#onDialogue = options.onDialogue;
	}
	get mode() {
		return this.#mode;
	}
	/** Whether a connection that fails now may fail because of pipelining: too few pipelined uploads have succeeded. */
	get isUnproven() {
		return this.#isPipelined && this.#uploads < limits.uploadsToTrustPipelining;
	}
	/** Records that several commands are sent in one write. */
	begin() {
		this.#isPipelined = true;
	}
	/** Records that pipelining isn't the cause if the connection has failed. */
	acquit() {
		this.#isPipelined = false;
	}
	/** Records that an upload, and everything that was pipelined with it, has succeeded. */
	recordUpload() {
		this.#isPipelined = false;
		this.#uploads += 1;
	}
	/** Learns how the server behaves from the NOOP that was sent in the same write as the first STOR. */
	learnFrom(probe) {
		if (this.#mode !== "untested") return;
		this.#mode = probe.repliedOutOfOrder ? "between-transfers" : "in-order";
		this.#onDialogue(note$1(probe.repliedOutOfOrder ? "server processes commands during transfers: pipelining between transfers only" : "server processes commands in order: pipelining enabled"));
	}
	/** Takes over what another connection to the same server has found out. */
	adopt(mode) {
		if (this.#mode === "untested" && mode !== "off") this.#mode = mode;
	}
	/** Sends one command at a time for the rest of the run: the server doesn't support several in one write. */
	disable(reason) {
		if (this.#mode === "off") return;
		this.#mode = "off";
		this.#optional.drop("pipelining", reason);
		this.#onDialogue(note$1(`pipelining disabled: ${reason}`));
	}
	/**
	* Sends commands that don't depend on each other's replies, and waits for all final replies, whatever they are. No
	* transfer may be running.
	*
	* @throws what {@link ControlConnection.execute} throws.
	*/
	async executeAll(exchanges) {
		for (const batch of this.#batches(exchanges, limits.windowBytes)) await this.#execute(batch);
	}
	/**
	* As {@link executeAll}, for thousands of commands. Sends no more of them once `shouldContinue` has returned `false`
	* for a reply.
	*/
	async executeWhile(exchanges, shouldContinue) {
		for (const batch of this.#batches(exchanges, limits.bulkWindowBytes)) if (!(await this.#execute(batch)).every(shouldContinue)) return;
	}
	/** As {@link executeAll}, and ends the session with QUIT, in the same write if possible. */
	async executeAllAndQuit(exchanges) {
		if (this.#mode !== "off" && fitsWindow(exchanges.map((exchange) => exchange.command))) {
			this.begin();
			const answers = await this.#control.executeAllAndQuit(exchanges);
			this.#isPipelined = false;
			return answers;
		}
		try {
			await this.executeAll(exchanges);
			return await this.#control.finalReplies(exchanges);
		} finally {
			await this.#control.quit();
		}
	}
	#batches(exchanges, windowBytes) {
		return this.#mode === "off" ? exchanges.map((one) => [one]) : inBatches(exchanges, windowBytes);
	}
	async #execute(batch) {
		if (batch.length > 1) this.begin();
		this.#control.send(batch);
		const answers = await this.#control.finalReplies(batch);
		this.#isPipelined = false;
		return answers;
	}
};
/** Whether commands may be sent in one write: servers stall when several KiB of commands are in flight. */
function fitsWindow(commands) {
	const bytes = commands.reduce((sum, command) => sum + commandBytes(command), 0);
	return commands.length <= 1 || bytes <= limits.windowBytes;
}
function inBatches(exchanges, windowBytes) {
	const batches = [];
	let freeBytes = 0;
	for (const exchange of exchanges) {
		const bytes = commandBytes(exchange.command);
		const batch = bytes <= freeBytes ? batches.at(-1) : void 0;
		if (batch === void 0) {
			batches.push([exchange]);
			freeBytes = windowBytes - bytes;
		} else {
			batch.push(exchange);
			freeBytes -= bytes;
		}
	}
	return batches;
}
// src/ftps/control/pipelined-rename.ts
/**
* RNFR and RNTO, sent without waiting for the reply to RNFR (RFC 959 section 4.1.3). A server that rejects RNFR rejects
* RNTO as well, because RNFR must come first.
*/
var PipelinedRename = class {
	/** RNFR and RNTO, in the order in which they must be sent. */
	exchanges;
	#control;
	constructor(control, from, to) {
		this.#control = control;
		this.exchanges = [new Exchange(pathCommand("RNFR", from)), new Exchange(pathCommand("RNTO", to))];
	}
	/** Whether the commands were sent. Only {@link refusal} then shows which name the file has. */
	get isInFlight() {
		const [from] = this.exchanges;
		return from.isSent;
	}
	/**
	* Sends the commands, and others after them in the same write, and waits for the replies.
	*
	* @throws what {@link refusal} throws.
	*/
	async execute(following) {
		const later = following.map((command) => new Exchange(command));
		const all = [...this.exchanges, ...later];
		const isShared = fitsWindow(all.map((exchange) => exchange.command));
		this.#control.send(isShared ? all : this.exchanges);
		const refusal = await this.refusal();
		if (!isShared) return {
			refusal,
			replies: []
		};
		return {
			refusal,
			replies: await this.#control.finalReplies(later).catch(() => [])
		};
	}
	/**
	* Waits for both replies.
	*
	* @returns The refusal of RNFR or RNTO; undefined when the file was renamed.
	* @throws {@link TimeoutError}, {@link ConnectionLostError}, {@link ProtocolError} when the outcome is unknown.
	*/
	async refusal() {
		const [from, to] = this.exchanges;
		const first = await this.#control.finalReply(from);
		const second = await this.#control.finalReply(to);
		if (isRefusal(first) && isRefusal(second)) return new ReplyError(from.command, first);
		if (!isIntermediate(first)) throw this.#control.outOfSync(from.command, first);
		if (isFileCompletion(second)) return void 0;
		if (!isRefusal(second)) throw this.#control.outOfSync(to.command, second);
		return new ReplyError(to.command, second);
	}
};
// src/ftps/time-val.ts
/** Formats a time as `YYYYMMDDHHMMSS` in UTC, without fractions of a second (RFC 3659 section 2.3). */
function formatTimeVal(time) {
	return time.toISOString().slice(0, 19).replace(/\D/g, "");
}
/**
* Parses a time such as `20260701120000` or `20260701120000.789`, in UTC (RFC 3659 section 2.3).
*
* @returns Milliseconds since 1970; undefined when the text is no such time.
*/
function parseTimeVal(text) {
	const [, digits, fraction = ""] = /^(\d{14})(?:\.(\d+))?$/.exec(text) ?? [];
	if (digits === void 0) return void 0;
	const iso = digits.replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:$6Z");
	const seconds = new Date(iso);
	if (Number.isNaN(seconds.getTime()) || formatTimeVal(seconds) !== digits) return void 0;
	return seconds.getTime() + Number(fraction.slice(0, 3).padEnd(3, "0"));
}
// src/ftps/control/file-commands.ts
/** Commands on files that need no data connection: size, hash, rename, deletion, modification time. */
var FileCommands = class {
	#control;
	#pipelining;
	#optional;
	#working;
	#batches;
	#hashes;
	/** The server's capabilities; none before the login. */
	features = Features.none;
	constructor(control, options) {
		this.#control = control;
		this.#pipelining = options.pipelining;
		this.#optional = options.optional;
		this.#working = options.working;
		this.#batches = options.batches;
		this.#hashes = new FileHashes(control, options);
	}
	/** Asks for the size of a file (RFC 3659 section 4); {@link parseSize} reads the reply. */
	sizeCommand(path) {
		return this.#command("SIZE", path);
	}
	/**
	* Reads the reply to {@link sizeCommand}.
	*
	* @returns undefined when the server doesn't support SIZE, or its reply contains no size.
	* @throws {@link ReplyError} when the server rejects it, usually because the file doesn't exist.
	*/
	parseSize({ command: size, reply }) {
		if (isUnsupported(reply)) return void 0;
		if (!isCompletion(reply)) throw new ReplyError(size, reply);
		if (!isSizeReply(reply)) throw this.#control.outOfSync(size, reply);
		const reported = sizeIn$1(reply);
		if (reported !== void 0) this.#optional.prove("size");
		return reported;
	}
	/** The size of a file in bytes; undefined when the server doesn't report it. See {@link parseSize}. */
	async size(path) {
		if (!this.#optional.isUsable("size")) return void 0;
		await this.#working.prepare(path);
		const size = this.sizeCommand(path);
		return plainBytes(this.parseSize({
			command: size,
			reply: await this.#control.execute(size)
		}));
	}
	/** The modification time of a file as the server reports it (RFC 3659 section 3); undefined when it doesn't. */
	async modificationTime(path) {
		await this.#working.prepare(path);
		const reply = await this.#control.execute(this.modifiedCommand(path));
		return reply.code === replyCode.fileStatus ? reply.lines[0]?.trim() : void 0;
	}
	/**
	* The sizes of many files, in the order of the paths. The server isn't asked again after it has said that it doesn't
	* support SIZE.
	*
	* @throws {@link ReplyError} when a refusal isn't about the file, such as 421.
	*/
	async sizes(paths) {
		if (!this.#optional.isUsable("size")) return paths.map(() => void 0);
		const isSupported = ({ reply }) => !isUnsupported(reply);
		const commands = paths.map((path) => this.sizeCommand(path));
		const answers = await this.#batches.executeWhile(commands, paths, isSupported);
		return paths.map((_path, index) => {
			const answer = answers[index];
			return answer === void 0 ? void 0 : this.#sizeAnswer(answer);
		});
	}
	/**
	* Asks when a file was modified (MDTM, RFC 3659 section 3); {@link parseModified} reads the reply. A path that starts with
	* digits is sent with `./` before it: with a time before a space, MDTM would change a file on some servers.
	*/
	modifiedCommand(path) {
		const sent = this.#working.pathOf(path);
		return pathCommand("MDTM", /^\d/.test(sent) ? `./${sent}` : sent);
	}
	/**
	* Reads the reply to {@link modifiedCommand}.
	*
	* @returns Milliseconds since 1970; undefined when the server doesn't support MDTM, or its reply contains no time.
	* @throws {@link ReplyError} when the server rejects it, usually because the file doesn't exist.
	*/
	parseModified({ command: mdtm, reply }) {
		if (isUnsupported(reply)) return void 0;
		if (!isCompletion(reply)) throw new ReplyError(mdtm, reply);
		if (!isFileCompletion(reply)) throw this.#control.outOfSync(mdtm, reply);
		return parseTimeVal(reply.lines[0]?.trim() ?? "");
	}
	/** When a file was modified; see {@link parseModified}. */
	async modified(path) {
		await this.#working.prepare(path);
		const mdtm = this.modifiedCommand(path);
		return this.parseModified({
			command: mdtm,
			reply: await this.#control.execute(mdtm)
		});
	}
	/**
	* The hash of a file as the server computes it, in lowercase hexadecimal.
	*
	* @throws {@link ReplyError} when the server rejects it; {@link ProtocolError} when its reply contains no such hash.
	*/
	async checksum(path, method) {
		const [checksum] = await this.checksums([path], method);
		if (checksum instanceof ReplyError) throw checksum;
		return checksum ?? "";
	}
	/** The hashes of many files, as {@link checksum} returns them; a refusal where the server rejects one. */
	async checksums(paths, method) {
		return await this.#hashes.of(paths, method);
	}
	/**
	* Starts a rename (RFC 959 section 4.1.3), which also shows that the file exists.
	*
	* @returns The refusal, if any.
	*/
	async renameFrom(path) {
		await this.#working.prepare(path);
		const from = this.#command("RNFR", path);
		const reply = await this.#control.execute(from);
		if (isIntermediate(reply)) return void 0;
		if (!isRefusal(reply)) throw this.#control.outOfSync(from, reply);
		return new ReplyError(from, reply);
	}
	/** Completes a rename that {@link renameFrom} has started; returns the refusal, if any. */
	async renameTo(path) {
		return await this.#change(this.#command("RNTO", path));
	}
	/** Prepares a rename that an upload or {@link sendRenames} sends without waiting for replies. */
	prepareRename(from, to) {
		return new PipelinedRename(this.#control, from, to);
	}
	/** Sends prepared renames in one write: the first one, and as many others as servers accept at a time. */
	sendRenames(renames) {
		const sent = [];
		for (const { exchanges } of renames) {
			const commands = [...sent, ...exchanges].map((exchange) => exchange.command);
			if (sent.length > 0 && !fitsWindow(commands)) break;
			sent.push(...exchanges);
		}
		this.#control.send(sent);
	}
	/**
	* Renames a file within its directory, in one write if possible.
	*
	* @param following - Commands to execute after that, in the same write.
	*/
	async rename(from, to, following = []) {
		if (this.#pipelining.mode === "off" || this.#working.usesPlainNames) return {
			refusal: await this.renameFrom(from) ?? await this.renameTo(to),
			replies: []
		};
		await this.#working.prepareAll([from, to]);
		return await this.prepareRename(from, to).execute(following);
	}
	/** Deletes a file; {@link refusalOf} reads the reply. */
	deleteCommand(path) {
		return this.#command("DELE", path);
	}
	/** Deletes a file; returns the refusal, if any. */
	async delete(path) {
		await this.#working.prepare(path);
		return await this.#change(this.deleteCommand(path));
	}
	/** Deletes many files, in this order; returns the refusals, undefined where a file was deleted. */
	async deleteAll(paths) {
		const deletions = paths.map((path) => this.deleteCommand(path));
		return (await this.#batches.executeAll(deletions, paths)).map((answer) => this.refusalOf(answer));
	}
	/** Removes an empty directory; returns the refusal, if any. Some servers remove a directory that isn't empty. */
	async removeDirectory(path) {
		await this.#working.prepare(path);
		return await this.#change(this.#command("RMD", path));
	}
	/** Creates one directory; returns the refusal, if any, which usually means that the directory exists. */
	async createDirectory(path) {
		await this.#working.prepare(path);
		return await this.#change(this.#command("MKD", path));
	}
	/**
	* Sets the modification time of a file: MFMT if the server announces it (draft-somers-ftp-mfxx section 3.1), otherwise
	* MDTM with two arguments, as vsftpd supports it. {@link refusalOf} reads the reply.
	*/
	modificationTimeCommand(path, time) {
		const verb = this.features.has("MFMT") ? "MFMT" : "MDTM";
		return this.#command(verb, path, formatTimeVal(time));
	}
	/** Sets the mode of a file, on servers that support SITE CHMOD; {@link refusalOf} reads the reply. */
	modeCommand(path, mode) {
		return this.#command("SITE", path, `CHMOD ${mode}`);
	}
	/**
	* Reads the reply to a command that changes a file or directory.
	*
	* @returns The refusal, if any.
	*/
	refusalOf({ command: change, reply }) {
		if (isFileCompletion(reply)) return void 0;
		if (!isRefusal(reply)) throw this.#control.outOfSync(change, reply);
		return new ReplyError(change, reply);
	}
	#sizeAnswer(answer) {
		return isFileRefusal(answer.reply) && !isUnsupported(answer.reply) ? new ReplyError(answer.command, answer.reply) : plainBytes(this.parseSize(answer));
	}
	#command(verb, path, parameters) {
		return pathCommand(verb, this.#working.pathOf(path), parameters);
	}
	async #change(change) {
		return this.refusalOf({
			command: change,
			reply: await this.#control.execute(change)
		});
	}
};
// src/ftps/deadline.ts
/**
* A timeout that is extended by progress: for connecting, for waiting for a reply, for transferring data.
*
* Calls `onExpiry` once when `timeoutMs` pass without {@link Deadline.progress}. `onExpiry` usually fails a connection,
* so that everything that waits on it ends with the same error.
*/
var Deadline = class {
	#timer;
	constructor(timeoutMs, onExpiry) {
		this.#timer = setTimeout(onExpiry, timeoutMs);
	}
	/** Restarts the timeout. */
	progress() {
		this.#timer.refresh();
	}
	[Symbol.dispose]() {
		clearTimeout(this.#timer);
	}
};
// src/ftps/control/exchange-queue.ts
/** Codes that servers were seen to reply to NOOP during a transfer. */
const noopCodes = /* @__PURE__ */ new Set([
	200,
	450,
	500,
	501,
	502,
	503
]);
/** The commands that wait for replies, oldest first. Finds the command that a reply belongs to. */
var ExchangeQueue = class {
	#waiting = [];
	#acceptsNoop = true;
	#mayExpectNoopReply = false;
	add(exchanges) {
		this.#waiting.push(...exchanges);
		this.#mayExpectNoopReply ||= exchanges.some(isNoop);
	}
	/** The oldest command without a final reply. */
	get oldest() {
		return this.#waiting[0]?.command;
	}
	/** Receives the lines of the reply that arrives next, where they are a listing. */
	get onLine() {
		return this.#waiting[0]?.onLine;
	}
	/** Whether the server has never rejected a NOOP. */
	get acceptsNoop() {
		return this.#acceptsNoop;
	}
	/** Whether a NOOP was sent, so that a reply which isn't specific to transfers may be meant for it. */
	get mayExpectNoopReply() {
		return this.#mayExpectNoopReply;
	}
	/** Number of NOOP commands without a reply. */
	get pendingNoops() {
		return this.#waiting.filter(isNoop).length;
	}
	/**
	* Passes a reply to the exchange that it belongs to.
	*
	* @returns The exchange, and whether the reply is one too many for it; undefined when no command waits for a reply.
	*/
	dispatch(reply) {
		const exchange = this.#exchangeFor(reply);
		if (exchange === void 0) return void 0;
		const position = this.#waiting.indexOf(exchange);
		const outcome = exchange.accept(reply, position > 0);
		if (outcome === "final") this.#waiting.splice(position, 1);
		if (isNoop(exchange) && isRefusal(reply)) {
			this.#acceptsNoop = false;
			if (position > 0) this.#waiting[0]?.recordAmbiguousRefusal();
		}
		return {
			exchange,
			isExcess: outcome === "excess"
		};
	}
	/** Fails all exchanges: no more replies will arrive. */
	fail(error) {
		for (const exchange of this.#waiting.splice(0)) exchange.fail(error);
	}
	/**
	* The oldest exchange, with one exception. During a transfer, some servers reply to NOOP at once, before the final
	* reply to the transfer: pyftpdlib with 200, ProFTPD and Pure-FTPd with a refusal. A successful transfer never ends
	* with one of these codes. If the reply was meant for the transfer after all, the transfer fails for want of a final
	* reply. Before the preliminary reply, a refusal belongs to the transfer.
	*/
	#exchangeFor(reply) {
		const [oldest] = this.#waiting;
		if (oldest === void 0 || !isTransfer(oldest.command)) return oldest;
		return ((oldest.isInProgress ? noopCodes.has(reply.code) : reply.code === replyCode.okay) ? this.#waiting.find(isNoop) : void 0) ?? oldest;
	}
};
function isNoop({ command }) {
	return command.verb === noop.verb;
}
// src/ftps/control/redaction.ts
/** Replaces each of the secrets. */
function redactionOf(secrets) {
	return (text) => secrets.filter(Boolean).reduce((shown, one) => shown.replaceAll(one, "***"), text);
}
// src/ftps/control/reply-parser.ts
const lineFeed = 10;
const carriageReturn = 13;
/**
* Parses the bytes of a control connection into replies, however they are divided into chunks.
*
* Only complete lines are parsed: `227 ...,10,2` and `29)` in two chunks are one reply with port 2789. Lines end with
* CRLF; LF alone is tolerated. A multi-line reply starts with `ddd-` and ends with the first line that starts with the
* same code and a space. Everything in between belongs to it, even lines with another code.
*
* The inner lines of a listing are passed on one by one and not kept.
*/
var ReplyParser = class {
	#pending = [];
	#pendingBytes = 0;
	#replyBytes = 0;
	#hasCrlf = false;
	#redact;
	#listing;
	#open;
	/**
	* @param options.redact - Replaces secrets in text for display: a server may echo what it receives.
	* @param options.listing - Returns what receives the inner lines of the next reply if they are a listing.
	*/
	constructor({ redact, listing } = {}) {
		this.#redact = redact ?? ((text) => text);
		this.#listing = listing ?? (() => void 0);
	}
	/**
	* Parses a chunk and yields each reply that it completes.
	*
	* @throws {@link ProtocolError} when a line isn't part of a reply, or when a line or reply is too long.
	*/
	*push(chunk) {
		let start = 0;
		for (;;) {
			const end = chunk.indexOf(lineFeed, start);
			if (end === -1) break;
			const last = end > start ? chunk[end - 1] : this.#pending.at(-1)?.at(-1);
			this.#hasCrlf = last === carriageReturn;
			if (this.#isWithinName) this.#keep(chunk.subarray(start, end + 1));
			else {
				const reply = this.#line(this.#complete(chunk, start, end));
				if (reply !== void 0) yield reply;
			}
			start = end + 1;
		}
		this.#keep(chunk.subarray(start));
	}
	/** Whether anything has arrived since the last complete reply, even if it is only a line end. */
	get hasPartialReply() {
		return this.#replyBytes > 0;
	}
	/** Whether the current LF belongs to the name of a file: in a listing with CRLF, LF alone ends no line. */
	get #isWithinName() {
		return this.#open?.onLine !== void 0 && this.#open.endsWithCrlf && !this.#hasCrlf;
	}
	#keep(part) {
		if (part.length === 0) return;
		this.#pendingBytes += part.length;
		if (this.#pendingBytes > limits.replyLineBytes) {
			const line = Buffer.concat([...this.#pending, part.subarray(0, limits.replyLineBytes)]);
			this.#refuse(`a reply line is longer than ${limits.replyLineBytes} bytes`, line);
		}
		this.#count(part.length);
		this.#pending.push(Buffer.from(part));
		if (this.#pending.length > 64) this.#pending = [Buffer.concat(this.#pending)];
	}
	#complete(chunk, start, end) {
		if (!(this.#pendingBytes === 0 && end - start <= limits.replyLineBytes)) return this.#joined(chunk.subarray(start, end));
		this.#count(end - start + 1);
		return textOf$1(chunk, start, end);
	}
	#joined(part) {
		this.#keep(part);
		const line = Buffer.concat(this.#pending);
		this.#pending = [];
		this.#pendingBytes = 0;
		this.#count(1);
		return textOf$1(line, 0, line.length);
	}
	#line(line) {
		if (this.#open !== void 0) return this.#inner(this.#open, line);
		if (line === "") return void 0;
		const match = /^([1-5]\d\d)(?:([ -])(.*))?$/s.exec(line);
		const code = match?.[1];
		if (code === void 0) return this.#refuse("a reply must begin with a code", line);
		const text = match?.[3] ?? "";
		if (match?.[2] === "-") {
			const onLine = code.startsWith("2") ? this.#listing() : void 0;
			this.#open = {
				code,
				lines: [text],
				onLine,
				endsWithCrlf: this.#hasCrlf,
				omittedLines: 0
			};
			return;
		}
		return this.#finish(code, [text]);
	}
	#inner(open, line) {
		if (line === open.code || line.startsWith(`${open.code} `)) {
			const { omittedLines } = open;
			const reply = this.#finish(open.code, [...open.lines, line.slice(4)]);
			return omittedLines === 0 ? reply : {
				...reply,
				omittedLines
			};
		}
		const text = line.startsWith(`${open.code}-`) ? line.slice(4) : line;
		if (open.onLine === void 0) {
			open.lines.push(text);
			return;
		}
		open.omittedLines += 1;
		if (open.omittedLines > limits.statusLines) this.#refuse(`a reply has more than ${limits.statusLines} lines`, open.lines[0] ?? "");
		open.onLine(text);
	}
	#finish(code, lines) {
		this.#open = void 0;
		this.#replyBytes = 0;
		const display = linesToShow(lines).map((line) => sanitize(this.#redact(line.toWellFormed())));
		return {
			code: Number(code),
			lines,
			display
		};
	}
	#count(bytes) {
		this.#replyBytes += bytes;
		const max = this.#open?.onLine === void 0 ? limits.replyBytes : limits.statusBytes;
		if (this.#replyBytes > max) this.#refuse(`a reply is longer than ${max} bytes`, this.#open?.lines[0] ?? "");
	}
	#refuse(problem, received) {
		this.#pending = [];
		this.#pendingBytes = 0;
		this.#replyBytes = 0;
		throw new ProtocolError("reply-syntax", problem, this.#redact(received.toString()));
	}
};
function textOf$1(buffer, start, end) {
	const last = end > start && buffer[end - 1] === carriageReturn ? end - 1 : end;
	return last === start ? "" : decodeText(buffer.subarray(start, last));
}
function linesToShow(lines) {
	const maximum = limits.replyLinesShown;
	return lines.length <= maximum ? lines : [...lines.slice(0, maximum - 1), ...lines.slice(-1)];
}
// src/ftps/tls/guarded-socket.ts
/** The server sent something unencrypted on a connection that uses TLS. */
var PlaintextError = class extends Error {
	/** What it sent, from the first byte that isn't part of a TLS record. */
	bytes;
	constructor(bytes) {
		super("The server sent unencrypted data.");
		this.name = "PlaintextError";
		this.bytes = bytes;
	}
};
/**
* A TCP connection for TLS, which examines the records in both directions:
*
* - Unencrypted data of the server doesn't reach OpenSSL, which would only report a code. Servers send a reply without TLS
*   when they are full, before the handshake, and when they fail, even after it (`500 OOPS` of vsftpd). The connection
*   then fails with a {@link PlaintextError}.
* - Encrypted records of the client are held back until {@link release}. Under TLS 1.3 this includes the client
*   certificate (RFC 8446 section 4.4), which must not leave before the server's certificate is verified.
*/
var GuardedSocket = class extends node_stream__WEBPACK_IMPORTED_MODULE_2__.Duplex {
	#tcp;
	#received = new RecordScanner();
	#sent = new RecordScanner();
	#isReleased = false;
	#heldBack;
	#plaintext = [];
	#deadline;
	/** Called with the error that the connection fails with. Not emitted: Node would throw it while it wraps the stream. */
	onFailure = () => void 0;
	constructor(tcp) {
		super({ allowHalfOpen: true });
		this.#tcp = tcp;
		tcp.on("data", (chunk) => {
			this.#receive(chunk);
		}).on("end", () => {
			this.#end();
		}).on("error", (error) => {
			this.#end(error);
		}).on("close", () => {
			this.#end();
			this.destroy();
		});
	}
	_read() {
		this.#tcp.resume();
	}
	_write(chunk, _encoding, done) {
		const length = this.#isReleased ? chunk.length : this.#sent.lengthUntil(chunk, (type) => type === contentType.applicationData);
		if (length === chunk.length) {
			this.#send(chunk, done);
			return;
		}
		this.#tcp.write(chunk.subarray(0, length));
		this.#heldBack = () => {
			this.#send(chunk.subarray(length), done);
		};
	}
	/** Sends what was held back: the server's certificate is trusted. */
	release() {
		this.#isReleased = true;
		this.#heldBack?.();
		this.#heldBack = void 0;
	}
	_final(done) {
		this.#tcp.end(() => {
			done();
		});
	}
	_destroy(error, done) {
		this.#deadline?.[Symbol.dispose]();
		this.#tcp.destroy();
		done(error);
	}
	#send(chunk, done) {
		this.#tcp.write(chunk, () => {
			done();
		});
	}
	#receive(chunk) {
		const length = this.#plaintext.length > 0 ? 0 : this.#received.lengthUntil(chunk, (type) => !isTls(type));
		if (length > 0 && !this.push(chunk.subarray(0, length))) this.#tcp.pause();
		if (length === chunk.length) return;
		this.#plaintext.push(chunk.subarray(length));
		this.#tcp.resume();
		this.#deadline ??= new Deadline(limits.plaintextMs, () => {
			this.#fail();
		});
		if (isWhole(Buffer.concat(this.#plaintext))) this.#fail();
	}
	#end(error) {
		if (this.#plaintext.length > 0) this.#fail();
		else if (error !== void 0) this.#fail(error);
		else if (!this.readableEnded && !this.destroyed) this.push(null);
	}
	#fail(error = new PlaintextError(Buffer.concat(this.#plaintext))) {
		if (this.destroyed) return;
		this.onFailure(error);
		this.destroy();
	}
};
/** Whether more data wouldn't explain more: the text isn't a reply, or the reply is complete. */
function isWhole(bytes) {
	if (bytes.length >= limits.replyLineBytes) return true;
	const text = bytes.toString("latin1").trimStart();
	const [, code, separator] = /^([1-5]\d\d)([ -])/.exec(text) ?? [];
	if (code === void 0) return !/^([1-5]\d{0,2})?$/.test(text) && !"SSH-".startsWith(text);
	const isLast = (line) => line.startsWith(`${code} `);
	const lines = text.split("\n").slice(0, -1);
	return separator === "-" ? lines.some(isLast) : lines.length > 0;
}
const contentType = {
	first: 20,
	applicationData: 23,
	last: 24
};
const headerBytes = 5;
function isTls(type) {
	return type >= contentType.first && type <= contentType.last;
}
/** Follows the records in one direction of a TLS connection (RFC 8446 section 5.1). */
var RecordScanner = class {
	#header = [];
	#payloadBytes = 0;
	/** The number of bytes of a chunk before the first record whose type is unwanted. */
	lengthUntil(chunk, isUnwanted) {
		let at = 0;
		while (at < chunk.length) {
			if (this.#payloadBytes > 0) {
				const skipped = Math.min(this.#payloadBytes, chunk.length - at);
				this.#payloadBytes -= skipped;
				at += skipped;
				continue;
			}
			const byte = chunk.readUInt8(at);
			if (this.#header.length === 0 && isUnwanted(byte)) return at;
			this.#header.push(byte);
			at += 1;
			if (this.#header.length < headerBytes) continue;
			const [, , , high = 0, low = 0] = this.#header;
			this.#payloadBytes = high * 256 + low;
			this.#header = [];
		}
		return at;
	}
};
// src/ftps/control/control-connection.ts
/** The greeting is received by an exchange as well, but without a command. */
const greeting = {
	verb: "",
	line: "",
	display: ""
};
/**
* The control connection (RFC 959 section 2.3): sends commands, one or several in one write, and receives the replies
* in the order of the commands.
*
* After an unsolicited or malformed reply, or a timeout, it is unclear which reply belongs to which command. Each of
* these therefore closes the connection and fails all exchanges that wait for a reply.
*/
var ControlConnection = class {
	endpoint;
	/** The server's address, for data connections. */
	peerAddress;
	/** Milliseconds to wait for a reply. */
	timeoutMs;
	#onDialogue;
	#queue = new ExchangeQueue();
	#socket;
	#secrets = [];
	#parser = this.#newParser();
	#failure;
	#replies = 0;
	constructor(socket, options) {
		this.endpoint = options.endpoint;
		this.peerAddress = options.peerAddress ?? options.endpoint.host;
		this.timeoutMs = options.timeoutMs;
		this.#onDialogue = options.onDialogue;
		for (const secret of options.secrets ?? []) this.redact(secret);
		this.#socket = socket;
		this.#listen(socket);
	}
	/** Why the connection can no longer be used; undefined as long as it can. */
	get failure() {
		return this.#failure;
	}
	/** Number of replies received so far. */
	get replies() {
		return this.#replies;
	}
	/** Replaces `secret` in all further text of the server that is displayed: a server may echo what it receives. */
	redact(secret) {
		if (secret !== "") this.#secrets = [...this.#secrets, secret];
	}
	/**
	* Waits for the greeting; a 120 is followed by the final greeting (RFC 959 section 5.4).
	*
	* @throws {@link ReplyError} when the server rejects the connection, for example with 421.
	* @throws {@link TimeoutError} when no greeting arrives.
	*/
	async greeting() {
		const exchange = new Exchange(greeting);
		this.#queue.add([exchange]);
		if (this.#failure !== void 0) exchange.fail(this.#failure);
		const reply = await this.#withTimeout(exchange.final, { phase: "greeting" });
		if (!isCompletion(reply)) throw new ReplyError("greeting", reply);
		return reply;
	}
	/** Sends the commands of exchanges in one write, so that they travel in one TLS record. */
	send(exchanges) {
		const { failure } = this;
		if (failure !== void 0) {
			for (const exchange of exchanges) exchange.fail(failure);
			return;
		}
		if (exchanges.length === 0) return;
		for (const exchange of exchanges) {
			this.#onDialogue(commandLine(exchange.command));
			exchange.markSent();
		}
		this.#queue.add(exchanges);
		this.#socket.write(encodeCommands(exchanges.map((exchange) => exchange.command)));
	}
	/** Whether a NOOP was sent, so that a reply which isn't specific to transfers may be meant for it. */
	get mayExpectNoopReply() {
		return this.#queue.mayExpectNoopReply;
	}
	/**
	* Sends NOOP during a transfer, so that no firewall drops the idle connection. Does nothing after the server has
	* rejected a NOOP, as Pure-FTPd and ProFTPD do, or when too many have got no reply.
	*/
	keepAlive() {
		const hasTooMany = this.#queue.pendingNoops >= limits.maxPendingNoops;
		if (this.#queue.acceptsNoop && !hasTooMany) this.send([new Exchange(noop)]);
	}
	/**
	* Sends one command and waits for its final reply, whatever it is.
	*
	* @throws {@link TimeoutError} when no reply arrives in time; the connection is then closed.
	* @throws {@link ConnectionLostError} when the connection is closed before the reply.
	*/
	async execute(sent) {
		const exchange = new Exchange(sent);
		this.send([exchange]);
		return await this.finalReply(exchange);
	}
	/**
	* Sends one command that must succeed.
	*
	* @throws {@link ReplyError} when the final reply is not 2yz; otherwise what {@link execute} throws.
	*/
	async expectCompletion(sent) {
		const reply = await this.execute(sent);
		if (!isCompletion(reply)) throw new ReplyError(sent, reply);
		return reply;
	}
	/** Waits for the first reply, preliminary or final, to a command that was sent; throws what {@link execute} throws. */
	async firstReply({ first, command: { verb } }) {
		return await this.#withTimeout(first, {
			phase: "reply",
			verb
		});
	}
	/** Waits for the final reply to a command that was sent; throws what {@link execute} throws. */
	async finalReply({ final, command: { verb } }) {
		return await this.#withTimeout(final, {
			phase: "reply",
			verb
		});
	}
	/** Waits for the final replies to several commands; throws what {@link execute} throws. */
	async finalReplies(exchanges) {
		const answers = [];
		for (const exchange of exchanges) answers.push({
			command: exchange.command,
			reply: await this.finalReply(exchange)
		});
		return answers;
	}
	/**
	* Waits a bounded time for the final reply of a transfer that has failed: the reply may explain why.
	*
	* @param reason - Why the transfer failed; closes the connection with it when no reply arrives.
	* @returns undefined when the connection was closed.
	*/
	async drainFinalReply(exchange, reason) {
		using _deadline = new Deadline(Math.min(limits.refusalGraceMs, this.timeoutMs), () => {
			this.fail(reason);
		});
		return await exchange.final.catch(() => void 0);
	}
	/**
	* Closes a connection on which a command got a reply that isn't defined for it. The reply was meant for another
	* command, so all further replies would be assigned to the wrong commands too (RFC 959 section 4.2.1).
	*
	* @returns The error for the caller to throw.
	*/
	outOfSync({ verb }, reply) {
		const error = new ProtocolError("unexpected-reply", `unexpected reply to ${verb}`, formatReply(reply));
		this.fail(error);
		return error;
	}
	/**
	* Starts TLS on the connection (RFC 4217 section 4). Unencrypted data after the reply to AUTH is an attempt to inject
	* a reply before TLS starts, so it is fatal.
	*
	* @throws {@link ProtocolError} when there is such data.
	*/
	async upgrade(secure) {
		const plain = this.#socket;
		plain.off("data", this.#onData).off("error", this.#onError).off("close", this.#onClose);
		plain.pause();
		const early = this.#failure instanceof ProtocolError ? this.#failure : void 0;
		if (this.#failure !== void 0 && early === void 0) throw this.#failure;
		if (early !== void 0 || this.#parser.hasPartialReply || plain.readableLength > 0) {
			const error = new ProtocolError("plaintext-after-auth", "unencrypted data after the reply to AUTH", early?.received ?? "discarded bytes");
			this.fail(error);
			throw error;
		}
		this.#parser = this.#newParser();
		try {
			this.#socket = await secure(plain);
		} catch (error) {
			this.fail(error);
			throw error;
		}
		this.#listen(this.#socket);
	}
	/** Sends QUIT, waits a bounded time for the reply and closes the connection in any case (RFC 959 section 4.1.1). */
	async quit(waitMs = limits.quitMs) {
		const exchange = new Exchange(command("QUIT"));
		this.send([exchange]);
		await this.#leave(exchange, waitMs);
	}
	/**
	* Sends commands and QUIT in one write, waits for the replies and closes the connection in any case.
	*
	* @returns One reply per command.
	* @throws what {@link execute} throws, unless all commands have got their replies.
	*/
	async executeAllAndQuit(exchanges) {
		const quit = new Exchange(command("QUIT"));
		this.send([...exchanges, quit]);
		try {
			return await this.finalReplies(exchanges);
		} finally {
			await this.#leave(quit, limits.quitMs);
		}
	}
	async #leave(quit, waitMs) {
		using _deadline = new Deadline(Math.min(waitMs, this.timeoutMs), () => {
			this.#end();
		});
		await quit.final.catch(() => void 0);
		this.#end();
	}
	/** Closes the connection and fails everything that waits on it. Only the first error counts. */
	fail(error) {
		this.#failure ??= error;
		this.#queue.fail(this.#failure);
		this.#socket.destroy();
	}
	#newParser() {
		return new ReplyParser({
			redact: (text) => redactionOf(this.#secrets)(text),
			listing: () => this.#queue.onLine
		});
	}
	#end() {
		this.fail(this.#lost({
			phase: "reply",
			verb: "QUIT"
		}));
	}
	async #withTimeout(reply, stage) {
		using _deadline = new Deadline(this.timeoutMs, () => {
			const { endpoint, timeoutMs } = this;
			this.fail(new TimeoutError({
				connection: "control",
				endpoint,
				timeoutMs,
				...stage
			}));
		});
		return await reply;
	}
	#listen(socket) {
		socket.on("data", this.#onData).on("error", this.#onError).on("close", this.#onClose);
	}
	#onData = (chunk) => {
		if (this.#failure !== void 0) return;
		try {
			for (const reply of this.#parser.push(chunk)) this.#dispatch(reply);
		} catch (error) {
			this.fail(error);
		}
	};
	#onError = (cause) => {
		this.#lose(cause);
	};
	#onClose = () => {
		this.#lose();
	};
	#lose(cause) {
		if (this.#failure !== void 0) return;
		const { oldest } = this.#queue;
		if (oldest === void 0) this.fail(this.#lost({
			phase: "idle",
			cause
		}));
		else if (oldest === greeting) this.fail(this.#lost({
			phase: "greeting",
			cause
		}));
		else this.fail(this.#lost({
			phase: "reply",
			verb: oldest.verb,
			cause
		}));
	}
	#lost(details) {
		const { cause } = details;
		const plaintext = cause instanceof PlaintextError ? this.#display(cause.bytes) : void 0;
		if (plaintext !== void 0) this.#onDialogue(note$1(`unencrypted data received: ${plaintext}`));
		const { endpoint } = this;
		return new ConnectionLostError({
			connection: "control",
			endpoint,
			...details,
			plaintext
		});
	}
	#display(bytes) {
		return sanitize(redactionOf(this.#secrets)(bytes.toString().trim()));
	}
	#dispatch(reply) {
		this.#replies += 1;
		for (const line of replyLines(reply)) this.#onDialogue(line);
		const taken = this.#queue.dispatch(reply);
		if (taken === void 0 || taken.isExcess) this.#rejectUnsolicited(reply);
		if (reply.code === replyCode.serviceNotAvailable) {
			const { command: rejected } = taken.exchange;
			this.fail(new ReplyError(rejected === greeting ? "greeting" : rejected, reply));
		}
	}
	#rejectUnsolicited(reply) {
		if (reply.code === replyCode.serviceNotAvailable) throw new ReplyError("session", reply);
		throw new ProtocolError("unsolicited-reply", "unsolicited reply", formatReply(reply));
	}
};
// src/ftps/control/plaintext.ts
/**
* Explains a handshake that failed because the server sent something unencrypted. A 4yz or 5yz reply is a refusal, for
* example of a server that is full or whose TLS is misconfigured, and says nothing about the TLS mode. Anything else
* shows which protocol the server speaks instead.
*
* @param error - What the handshake has thrown; returned unchanged if it has another reason.
* @param rejected - What a refusal is about.
*/
function explainPlaintext(error, options, rejected) {
	if (!(error instanceof TlsError) || !(error.cause instanceof PlaintextError)) return error;
	const { bytes } = error.cause;
	const reply = parsePlaintextReply(bytes, redactionOf(options.secrets ?? []));
	if (reply !== void 0 && isRefusal(reply)) {
		for (const line of replyLines(reply)) options.onDialogue(line);
		return new ReplyError(rejected, reply, {
			isPlaintext: true,
			cause: error
		});
	}
	const { connection, endpoint, reason } = error;
	return new TlsError({
		connection,
		endpoint,
		reason,
		detectedProtocol: reply !== void 0 && rejected === "greeting" ? "ftp" : protocolOf(bytes),
		cause: error
	});
}
/**
* Explains a data connection that isn't encrypted with what the server sends on another one. A 4yz or 5yz reply is a
* refusal, so the next attempt may succeed.
*
* @returns undefined when it isn't a reply.
*/
function explainData(error, bytes, { secrets = [], onDialogue }) {
	const reply = parsePlaintextReply(bytes, redactionOf(secrets));
	if (reply === void 0) return void 0;
	const plaintext = formatReply(reply);
	onDialogue(note$1(`unencrypted data received on the data connection: ${plaintext}`));
	const { connection, endpoint, reason = "" } = error;
	const options = {
		connection,
		endpoint,
		plaintext,
		cause: error
	};
	return isRefusal(reply) || error instanceof ConnectionLostError ? new ConnectionLostError({
		...options,
		phase: "tls"
	}) : new TlsError({
		...options,
		reason,
		detectedProtocol: "ftp"
	});
}
function protocolOf(bytes) {
	return bytes.toString("latin1").trimStart().startsWith("SSH-") ? "ssh" : "other";
}
/**
* Reads the reply that unencrypted data starts with, even if the server has closed the connection in the middle of it.
*
* @returns undefined when it isn't a reply.
*/
function parsePlaintextReply(bytes, redact) {
	const text = bytes.toString("utf8").trimStart();
	const [, code, separator] = /^([1-5]\d\d)(?:([ -])|\r?\n|$)/.exec(text) ?? [];
	if (code === void 0) return void 0;
	const all = text.trimEnd().split(/\r?\n/);
	const last = all.findIndex((line) => line === code || line.startsWith(`${code} `));
	const end = separator === "-" && last === -1 ? all.length : Math.max(last, 0) + 1;
	const lines = all.slice(0, end).map((line) => line.startsWith(code) ? line.slice(code.length + 1) : line);
	const display = lines.map((line) => sanitize(redact(line)));
	return {
		code: Number(code),
		lines,
		display
	};
}
// src/ftps/tcp.ts
/**
* Opens a TCP connection without Nagle's algorithm and with keep-alive: the control connection is idle during a long
* transfer, and firewalls drop idle connections.
*
* @throws {@link ConnectionError} when the connection is refused or the host name isn't found.
* @throws {@link TimeoutError} when there is no response within `timeoutMs`.
*/
async function connectTcp(options) {
	const { connection, endpoint, timeoutMs, signal, onAddress } = options;
	const socket = node_net__WEBPACK_IMPORTED_MODULE_3__.connect({
		host: endpoint.host,
		port: endpoint.port,
		noDelay: true,
		keepAlive: true,
		keepAliveInitialDelay: 3e4,
		autoSelectFamilyAttemptTimeout: Math.min(limits.addressAttemptMs, timeoutMs)
	});
	socket.on("lookup", (error, address) => {
		if (error === null) onAddress?.(address);
	});
	using _abortion = destroyOnAbort(socket, signal);
	using _deadline = new Deadline(timeoutMs, () => {
		socket.destroy(new TimeoutError({
			connection,
			endpoint,
			phase: "connect",
			timeoutMs
		}));
	});
	try {
		await waitForEvent(socket, "connect");
		return socket;
	} catch (cause) {
		socket.destroy();
		if (cause instanceof TimeoutError) throw cause;
		throw new ConnectionError({
			connection,
			endpoint,
			cause
		});
	}
}
/** Destroys the socket when the signal is aborted, until disposed. */
function destroyOnAbort(socket, signal) {
	const destroy = () => {
		socket.destroy(signal?.reason);
	};
	if (signal?.aborted === true) destroy();
	signal?.addEventListener("abort", destroy);
	return { [Symbol.dispose]() {
		signal?.removeEventListener("abort", destroy);
	} };
}
/** Resolves with `event`; rejects when the socket fails or is closed. */
function waitForEvent(socket, event) {
	return new Promise((resolve, reject) => {
		const onEnd = () => {
			onError(Object.assign(/* @__PURE__ */ new Error("The connection was closed."), { code: "ECONNRESET" }));
		};
		const onError = (error) => {
			stop();
			reject(error);
		};
		const onEvent = () => {
			stop();
			resolve();
		};
		const stop = () => {
			socket.off(event, onEvent).off("error", onError).off("close", onEnd);
		};
		socket.once(event, onEvent).once("error", onError).once("close", onEnd);
	});
}
// src/ftps/certificate-error.ts
/** The server presented a certificate that isn't trusted; no credentials and no file were sent to it. */
var CertificateError = class extends FtpsError {
	code = "FTPS_CERTIFICATE";
	connection;
	endpoint;
	problem;
	/** The name that the certificate was verified against. */
	serverName;
	certificate;
	/** Node's code of the failed check, such as `CERT_HAS_EXPIRED`. */
	reason;
	/** The certificate above the server's own that was rejected; undefined when it is the server's own. */
	issuer;
	/** What makes a certificate too weak, such as `an RSA key of only 1024 bits`. */
	weakness;
	constructor(details) {
		super(`The certificate ${describePeer(details, "of")} isn't trusted: ${describeProblem(details)}.`);
		this.connection = details.connection;
		this.endpoint = details.endpoint;
		this.problem = details.problem;
		this.serverName = details.serverName;
		this.certificate = details.certificate;
		this.reason = details.reason;
		this.issuer = details.issuer;
		this.weakness = details.weakness;
	}
};
function describeProblem(details) {
	const { certificate } = details;
	switch (details.problem) {
		case "self-signed": return "it is self-signed";
		case "unknown-issuer": return `its issuer "${sanitize(certificate.issuer)}" is unknown`;
		case "wrong-name": return describeNames(details);
		case "expired": return describeExpiry(details);
		case "not-yet-valid": return `${describeSubject(details)} isn't valid before ${formatDay((details.issuer ?? certificate).validFrom)}`;
		case "pin-mismatch": return "it doesn't match any pin";
		case "changed": return "it isn't the control connection's certificate, and the TLS session wasn't resumed";
		case "other": return describeOtherProblem(details);
	}
}
/** `it`, or the certificate above it. */
function describeSubject({ issuer }) {
	return issuer === void 0 ? "it" : `the certificate "${sanitize(issuer.subject)}" above it`;
}
function describeExpiry(details) {
	const { certificate, issuer } = details;
	if (issuer === void 0 && certificate.validTo.getTime() > Date.now()) return "a certificate above it has expired";
	return `${describeSubject(details)} expired on ${formatDay((issuer ?? certificate).validTo)}`;
}
function describeNames({ certificate, serverName }) {
	const name = sanitize(serverName);
	if (node_net__WEBPACK_IMPORTED_MODULE_3__.isIP(serverName) !== 0) {
		if (certificate.names.length === 0) return `it has no alternative names, so it isn't valid for an IP address such as ${name}`;
		if (certificate.names.includes(serverName)) return `it contains ${name} as a host name, not as an IP address`;
	}
	return `it was issued for ${sanitize(certificate.names.join(", ") || certificate.subject)}, not for ${name}`;
}
const dateProblems = {
	ERROR_IN_CERT_NOT_BEFORE_FIELD: "its start date is invalid",
	ERROR_IN_CERT_NOT_AFTER_FIELD: "its expiry date is invalid"
};
function describeOtherProblem(details) {
	const { reason, weakness } = details;
	if (weakness !== void 0) return `${describeSubject(details)} has ${sanitize(weakness)}`;
	const known = dateProblems[reason];
	return known === void 0 ? sanitize(reason) : `${known} (${reason})`;
}
/** The UTC day of a date, such as `2027-01-31`. Certificates may contain invalid dates. */
function formatDay(date) {
	return Number.isNaN(date.getTime()) ? "an invalid date" : date.toISOString().slice(0, 10);
}
// src/ftps/tls/certificate-weakness.ts
const minBits = {
	rsa: 2048,
	dsa: 2048,
	ec: 224
};
/**
* What makes a certificate too weak for OpenSSL, which Node reports as `UNSPECIFIED` only: a short key, or a signature
* with a broken hash.
*
* @returns undefined when it isn't weak.
*/
function weaknessOf(certificate) {
	const { asymmetricKeyType: type = "", asymmetricKeyDetails: details } = certificate.publicKey;
	const kind = ["rsa", "dsa"].find((one) => type.startsWith(one));
	const bits = details?.modulusLength;
	if (kind !== void 0 && bits !== void 0 && bits < minBits[kind]) return `${kind === "rsa" ? "an RSA" : "a DSA"} key of only ${bits} bits`;
	const curve = details?.namedCurve ?? "";
	if (Number(/\d{3}/.exec(curve)?.[0] ?? minBits.ec) < minBits.ec) return `a key on the weak curve ${curve}`;
	return /sha-?1|md5|md4|md2/i.exec(certificate.signatureAlgorithm ?? "")?.[0] === void 0 ? void 0 : `a weak signature (${certificate.signatureAlgorithm})`;
}
// src/ftps/tls/peer-certificate.ts
/** Describes a certificate. */
function describeCertificate(certificate) {
	const publicKey = certificate.publicKey.export({
		type: "spki",
		format: "der"
	});
	return {
		subject: oneLine(certificate.subject),
		names: alternativeNames(certificate.subjectAltName),
		issuer: oneLine(certificate.issuer),
		validFrom: new Date(certificate.validFrom),
		validTo: new Date(certificate.validTo),
		fingerprint256: certificate.fingerprint256,
		publicKeySha256: (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.createHash)("sha256").update(publicKey).digest("base64")
	};
}
/**
* The server's certificate, then those above it: the ones that it has sent, and trusted ones that complete the chain.
*
* Must be called before `getPeerX509Certificate`, which removes what it returns from the chain.
*/
function certificateChain(secured) {
	const chain = [];
	let current = secured.getPeerCertificate(true);
	while (current?.raw !== void 0 && chain.length < limits.chainCertificates) {
		chain.push(new node_crypto__WEBPACK_IMPORTED_MODULE_5__.X509Certificate(current.raw));
		const { issuerCertificate } = current;
		current = issuerCertificate === current ? void 0 : issuerCertificate;
	}
	return chain;
}
/** Whole days until the certificate expires; negative after that, NaN when its expiry date is invalid. */
function daysLeft(certificate, now = Date.now()) {
	return Math.floor((certificate.validTo.getTime() - now) / 864e5);
}
function oneLine(name) {
	return (name ?? "").split("\n").join(", ");
}
function alternativeNames(text) {
	return (text ?? "").split(", ").map((entry) => /^(?:DNS|IP Address):(.*)$/s.exec(entry)?.[1]).filter((name) => name !== void 0);
}
// src/ftps/tls/chain-fault.ts
/** Finds the certificate that the code of a failed check is about: Node doesn't say which one of the chain it was. */
function findChainFault(chain, code) {
	const found = chain.find((one) => hasFault(one, code));
	if (found === void 0) return {};
	const weakness = code === "UNSPECIFIED" ? weaknessOf(found) : void 0;
	return {
		...found === chain[0] ? {} : { issuer: describeCertificate(found) },
		...weakness === void 0 ? {} : { weakness }
	};
}
function hasFault(certificate, code) {
	switch (code) {
		case "CERT_HAS_EXPIRED": return new Date(certificate.validTo).getTime() < Date.now();
		case "CERT_NOT_YET_VALID": return new Date(certificate.validFrom).getTime() > Date.now();
		case "UNSPECIFIED": return weaknessOf(certificate) !== void 0;
		default: return false;
	}
}
// src/ftps/tls/tls-algorithms.ts
const fastestCipher = "TLS_AES_128_GCM_SHA256";
const groups = [
	"X25519MLKEM768",
	"X25519",
	"prime256v1",
	"secp384r1",
	"secp521r1"
];
const commonKeyShares = [
	"X25519MLKEM768",
	"X25519",
	"prime256v1"
];
/**
* The algorithms for the first connection to a server.
*
* They include a key share for each group that FTP servers use, so that no server replies with a HelloRetryRequest.
* vsftpd supports P-256 only, for which Node sends no key share. Under TLS 1.3 each of its data connections would take
* another round trip. The post-quantum group stays the first choice; all three key shares fit into the first flight of
* a TCP connection.
*
* Of the TLS 1.3 ciphers, AES-128-GCM comes first because it is the fastest on both sides. Finite-field Diffie-Hellman
* isn't offered: old servers prefer it to ECDHE with parameters that OpenSSL rejects as too small, after which the
* handshake has failed.
*/
function tlsAlgorithms(openssl = process.versions.openssl) {
	return algorithms(commonKeyShares, openssl);
}
/**
* The algorithms for further connections to a server that has selected a group: the same, but with a key share for this
* group only. Generating three key shares, one of them post-quantum, takes more CPU time than the rest of a small upload.
*
* @returns undefined when OpenSSL can't select key shares, or the group isn't one of those above.
*/
function tlsAlgorithmsFor(group, openssl = process.versions.openssl) {
	if (group === void 0 || !groups.includes(group) || !supportsKeyShares(openssl)) return void 0;
	return algorithms([group], openssl);
}
function algorithms(keyShares, openssl) {
	const shared = keyShares.map((group) => `*${group}`);
	const others = groups.filter((group) => !keyShares.includes(group));
	return {
		ciphers: withoutFiniteFields(fastestFirst(node_tls__WEBPACK_IMPORTED_MODULE_4__.DEFAULT_CIPHERS)),
		...supportsKeyShares(openssl) ? { ecdhCurve: [...shared, ...others].join(":") } : {}
	};
}
function supportsKeyShares(openssl) {
	const [major = 0, minor = 0] = openssl.split(".").map(Number);
	return major > 3 || major === 3 && minor >= 5;
}
function withoutFiniteFields(list) {
	return node_tls__WEBPACK_IMPORTED_MODULE_4__.DEFAULT_CIPHERS === node_crypto__WEBPACK_IMPORTED_MODULE_5__.constants.defaultCoreCipherList ? `${list}:!kDHE` : list;
}
function fastestFirst(list) {
	const ciphers = list.split(":");
	const rank = (cipher) => cipher === fastestCipher ? 0 : 1;
	return ciphers.toSorted((a, b) => rank(a) - rank(b)).join(":");
}
// src/ftps/tls/tls-context.ts
const contexts = /* @__PURE__ */ new WeakMap();
/** The context for control connections. */
function controlContext(options) {
	const isVerified = options.verify && options.pins.length === 0;
	const context = contexts.get(options) ?? createContext(options, tlsAlgorithms(), isVerified ? trustedCertificates(options.ca) : void 0);
	contexts.set(options, context);
	return context;
}
/**
* The context for the data connections of a control connection. They need no trusted certificates: the TLS session, or
* the certificate of the control connection, identifies the server.
*
* @returns undefined where the context of the control connection is needed. With a client certificate, OpenSSL sends
*   the issuers that it finds among the trusted certificates.
*/
function dataContext(options, control) {
	if (options.clientCertificate !== void 0 || control.getProtocol() !== "TLSv1.3") return;
	const key = control.getEphemeralKeyInfo();
	const algorithms = tlsAlgorithmsFor(key !== null && "name" in key ? key.name : void 0);
	return algorithms === void 0 ? void 0 : createContext(options, algorithms, []);
}
function createContext(options, algorithms, ca) {
	const { minVersion, maxVersion, clientCertificate } = options;
	return node_tls__WEBPACK_IMPORTED_MODULE_4__.createSecureContext({
		minVersion,
		maxVersion,
		...algorithms,
		secureOptions: node_crypto__WEBPACK_IMPORTED_MODULE_5__.constants.SSL_OP_NO_RENEGOTIATION,
		allowPartialTrustChain: options.ca.length > 0,
		...ca === void 0 ? {} : { ca },
		...clientCertificate === void 0 ? {} : authentication(clientCertificate)
	});
}
function authentication({ certificate, key, passphrase }) {
	return {
		cert: certificate,
		key,
		...passphrase === void 0 ? {} : { passphrase }
	};
}
/**
* The certificates that a chain may end in: Node's, the system's and additional ones.
*
* @param ca - Additional PEM certificates.
* @returns PEM certificates without duplicates. OpenSSL parses each one, and systems contain most of Node's too, some of
*   them several times.
*/
function trustedCertificates(ca) {
	const texts = /* @__PURE__ */ new Set([
		...node_tls__WEBPACK_IMPORTED_MODULE_4__.getCACertificates("system"),
		...node_tls__WEBPACK_IMPORTED_MODULE_4__.getCACertificates("default"),
		...ca
	]);
	return [...new Map([...texts].map((text) => [withoutLineBreaks(text), text])).values()];
}
/** Node's own certificates have longer lines than those of the system. */
function withoutLineBreaks(text) {
	return text.replaceAll(/\s/g, "");
}
// src/ftps/tls/pin.ts
/**
* Parses a pin: `AA:BB:...` (certificate, case and colons optional) or `sha256//BASE64` (public key).
*
* @returns undefined when the text is neither.
*/
function parsePin(text) {
	const base64 = /^sha256\/\/([A-Za-z0-9+/]{43}=)$/.exec(text)?.[1];
	if (base64 !== void 0) {
		const bytes = Buffer.from(base64, "base64");
		return bytes.toString("base64") === base64 ? {
			of: "public-key",
			sha256: bytes.toString("hex")
		} : void 0;
	}
	return /^[0-9a-f]{64}$/i.test(text) || /^[0-9a-f]{2}(:[0-9a-f]{2}){31}$/i.test(text) ? {
		of: "certificate",
		sha256: text.replaceAll(":", "").toLowerCase()
	} : void 0;
}
/** Whether a certificate matches any of the pins. */
function matchesPin(certificate, pins) {
	const sha256 = {
		certificate: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
		"public-key": Buffer.from(certificate.publicKeySha256, "base64").toString("hex")
	};
	return pins.some((pin) => pin.sha256 === sha256[pin.of]);
}
// src/ftps/tls/verify-certificate.ts
const problems = {
	DEPTH_ZERO_SELF_SIGNED_CERT: "self-signed",
	SELF_SIGNED_CERT_IN_CHAIN: "unknown-issuer",
	UNABLE_TO_GET_ISSUER_CERT: "unknown-issuer",
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknown-issuer",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknown-issuer",
	ERR_TLS_CERT_ALTNAME_INVALID: "wrong-name",
	CERT_HAS_EXPIRED: "expired",
	CERT_NOT_YET_VALID: "not-yet-valid"
};
/**
* Decides whether a certificate is trusted. With pins, it must match one of them. Without pins, its chain and host name
* must be valid unless `verify` is false.
*
* @param authorizationError - Node's code of the check that failed; undefined when all checks have passed.
* @returns Why the certificate isn't trusted; undefined when it is.
*/
function verifyCertificate(certificate, authorizationError, policy) {
	if (policy.pins.length > 0) {
		if (matchesPin(certificate, policy.pins)) return void 0;
		return {
			problem: "pin-mismatch",
			reason: "ERR_PIN_MISMATCH"
		};
	}
	if (!policy.verify || authorizationError === void 0) return void 0;
	return {
		problem: problems[authorizationError] ?? "other",
		reason: authorizationError
	};
}
// src/ftps/tls/tls-client.ts
/**
* TLS for one control connection and its data connections.
*
* The data connections resume the TLS session of the control connection, which vsftpd, ProFTPD and FileZilla Server
* require. That needs three things: the same identity for every `tls.connect` (since Node 24.17, sessions are bound to
* it and silently dropped otherwise), sessions from the `'session'` event (only these contain a ticket under TLS 1.3),
* and the newest of them.
*/
var TlsClient = class {
	#options;
	#context;
	#dataContext;
	#session;
	#info;
	#hasSecuredData = false;
	constructor(options) {
		this.#options = options;
		this.#context = controlContext(options);
		this.#dataContext = this.#context;
	}
	/** The TLS parameters of the control connection; undefined before its handshake. */
	get info() {
		return this.#info;
	}
	/**
	* Performs the handshake of the control connection and verifies the certificate before anything is sent.
	*
	* @throws {@link CertificateError} when the certificate is not trusted.
	* @throws {@link TlsError} when the handshake fails.
	* @throws {@link TimeoutError} when it isn't complete within `timeoutMs`.
	*/
	async secureControl(socket, endpoint, timeoutMs) {
		const guard = new GuardedSocket(socket);
		const { secured, trust } = this.#start(guard, this.#context);
		guard.onFailure = (error) => secured.destroy(error);
		await completeHandshake(secured, {
			connection: "control",
			endpoint,
			timeoutMs
		});
		const chain = secured.authorized ? [] : certificateChain(secured);
		const certificate = peerCertificate(secured);
		if (certificate === void 0) {
			secured.destroy();
			throw new TlsError({
				connection: "control",
				endpoint,
				reason: "the server presented no certificate"
			});
		}
		const { serverName } = this.#options;
		const rejection = verifyCertificate(certificate, verificationErrorOf(secured), this.#options);
		if (rejection !== void 0) {
			const fault = findChainFault(chain, rejection.reason);
			secured.destroy();
			throw new CertificateError({
				connection: "control",
				endpoint,
				serverName,
				certificate,
				...rejection,
				...fault
			});
		}
		const { standardName } = secured.getCipher();
		const protocol = secured.getProtocol() ?? "unknown";
		this.#info = {
			protocol,
			cipher: standardName,
			certificate
		};
		this.#dataContext = dataContext(this.#options, secured) ?? this.#context;
		trust();
		guard.release();
		return secured;
	}
	/**
	* Performs the handshake of a data connection, offering the newest session.
	*
	* A resumed session proves that it is the same server. Without resumption, the certificate must be that of the
	* control connection, which was verified (RFC 4217 section 10.2).
	*
	* @throws {@link CertificateError} when the server presents another certificate.
	* @throws {@link TlsError} when the handshake fails, for example because the server sends plaintext.
	* @throws {@link ConnectionLostError} when it does so after other data connections of the client were encrypted: then it
	*   is a fault, such as a refusal by a server that is full, and not the way of this server.
	*/
	async secureData(socket, endpoint, timeoutMs) {
		const { secured, trust } = this.#start(socket, this.#dataContext);
		try {
			await completeHandshake(secured, {
				connection: "data",
				endpoint,
				timeoutMs
			});
		} catch (error) {
			throw this.#hasSecuredData ? asLost(error) : error;
		}
		const resumed = secured.isSessionReused();
		if (!resumed) this.#checkSameCertificate(secured, endpoint);
		trust();
		this.#hasSecuredData = true;
		return {
			socket: secured,
			resumed
		};
	}
	#checkSameCertificate(secured, endpoint) {
		const certificate = peerCertificate(secured);
		const expected = this.#info?.certificate.fingerprint256;
		if (certificate !== void 0 && certificate.fingerprint256 === expected) return;
		secured.destroy();
		if (certificate === void 0) throw new TlsError({
			connection: "data",
			endpoint,
			reason: "the server presented no certificate"
		});
		throw new CertificateError({
			connection: "data",
			endpoint,
			problem: "changed",
			serverName: this.#options.serverName,
			certificate,
			reason: "ERR_CERTIFICATE_CHANGED"
		});
	}
	#start(socket, secureContext) {
		socket.on("error", () => void 0);
		const secured = node_tls__WEBPACK_IMPORTED_MODULE_4__.connect({
			socket,
			...identity(this.#options.serverName),
			secureContext,
			...this.#session === void 0 ? {} : { session: this.#session },
			rejectUnauthorized: false
		});
		let isTrusted = false;
		let newest;
		const keep = () => {
			if (isTrusted) this.#session = newest ?? this.#session;
		};
		secured.on("session", (session) => {
			newest = session;
			keep();
		});
		const trust = () => {
			isTrusted = true;
			keep();
		};
		return {
			secured,
			trust
		};
	}
};
async function completeHandshake(secured, handshake) {
	using _deadline = new Deadline(handshake.timeoutMs, () => {
		secured.destroy(new TimeoutError({
			...handshake,
			phase: "tls"
		}));
	});
	try {
		await waitForEvent(secured, "secureConnect");
	} catch (cause) {
		secured.destroy();
		throw handshakeError(cause, handshake);
	}
}
function identity(serverName) {
	return node_net__WEBPACK_IMPORTED_MODULE_3__.isIP(serverName) === 0 ? {
		host: serverName,
		servername: serverName
	} : { host: serverName };
}
function peerCertificate(secured) {
	const certificate = secured.getPeerX509Certificate();
	return certificate === void 0 ? void 0 : describeCertificate(certificate);
}
function verificationErrorOf(secured) {
	if (secured.authorized) return void 0;
	const error = secured.authorizationError;
	if (typeof error === "string") return error;
	return error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
}
/** A data connection that is unencrypted although earlier ones were encrypted. */
function asLost(error) {
	if (!(error instanceof TlsError) || error.detectedProtocol === void 0) return error;
	const { connection, endpoint } = error;
	return new ConnectionLostError({
		connection,
		endpoint,
		phase: "tls",
		plaintext: "",
		cause: error
	});
}
function handshakeError(cause, { connection, endpoint }) {
	if (cause instanceof TimeoutError) return cause;
	if (cause instanceof PlaintextError) return new TlsError({
		connection,
		endpoint,
		reason: "the server sent unencrypted data",
		detectedProtocol: "other",
		cause
	});
	const reason = "code" in cause ? String(cause.code) : cause.message;
	if (isSystemError(reason)) return new ConnectionLostError({
		connection,
		endpoint,
		phase: "tls",
		cause
	});
	return new TlsError({
		connection,
		endpoint,
		reason,
		detectedProtocol: reason === "ERR_SSL_WRONG_VERSION_NUMBER" ? "other" : void 0,
		cause
	});
}
function isSystemError(code) {
	return /^E[A-Z0-9]+$/.test(code) && code !== "EPROTO";
}
// src/ftps/control/open.ts
/** Opens the control connection according to the TLS mode; throws what {@link FtpsClient.open} throws. */
async function openControlConnection(options) {
	const { mode, endpoint, timeoutMs, tls } = options;
	const early = mode === "none" || tls.clientCertificate === void 0 ? void 0 : new TlsClient(tls);
	const connecting = connectTcp({
		connection: "control",
		endpoint,
		timeoutMs,
		signal: options.signal,
		onAddress: (address) => options.onOpening?.({
			stage: "resolved",
			address
		})
	});
	const client = early ?? (mode === "none" ? void 0 : await createWhile(connecting, tls));
	const socket = await connecting;
	const peerAddress = socket.remoteAddress ?? endpoint.host;
	options.onOpening?.({
		stage: "connected",
		address: peerAddress
	});
	using _abortion = destroyOnAbort(socket, options.signal);
	if (mode === "implicit" && client !== void 0) return await openImplicit({
		...options,
		peerAddress
	}, socket, client);
	const control = new ControlConnection(socket, {
		...options,
		peerAddress
	});
	return await destroyOnFailure(control, async () => {
		const greeting = await waitForGreeting(options, control);
		if (client !== void 0) await startTls(options, control, client);
		return {
			control,
			tls: client,
			greeting
		};
	});
}
/** Loads the trusted certificates while TCP connects: that takes longer than a round trip. */
async function createWhile(connecting, tls) {
	connecting.catch(() => void 0);
	await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setImmediate)();
	try {
		return new TlsClient(tls);
	} catch (error) {
		connecting.then((socket) => socket.destroy(), () => void 0);
		throw error;
	}
}
async function openImplicit(options, socket, client) {
	const control = new ControlConnection(await secure(options, {
		client,
		socket,
		rejected: "greeting"
	}), options);
	return destroyOnFailure(control, async () => {
		reportTls(options, client);
		return {
			control,
			tls: client,
			greeting: await waitForGreeting(options, control)
		};
	});
}
/** Sends AUTH TLS and performs the handshake (RFC 4217 section 4). A refusal is an error: there is no fallback. */
async function startTls(options, control, client) {
	const auth = command("AUTH", "TLS");
	const reply = await control.execute(auth);
	if (reply.code !== replyCode.authAccepted) throw new ReplyError(auth, reply);
	await control.upgrade((socket) => secure(options, {
		client,
		socket,
		rejected: "session"
	}));
	reportTls(options, client);
}
/** Performs the handshake; `rejected` is what an unencrypted refusal is about. */
async function secure(options, handshake) {
	const { client, socket, rejected } = handshake;
	try {
		return await client.secureControl(socket, options.endpoint, options.timeoutMs);
	} catch (error) {
		throw explainPlaintext(error, options, rejected);
	}
}
async function destroyOnFailure(control, open) {
	try {
		return await open();
	} catch (error) {
		control.fail(error);
		throw error;
	}
}
function reportTls(options, client) {
	const { info } = client;
	if (info === void 0) return;
	options.onDialogue(note$1(`TLS established: ${info.protocol}, ${info.cipher}`));
	options.onOpening?.({
		stage: "trusted",
		tls: info
	});
}
/** Waits for the greeting; returns its first line, safe to display. */
async function waitForGreeting(options, control) {
	const greeting = await control.greeting();
	options.onOpening?.({ stage: "greeted" });
	return greeting.display.find((line) => line.trim() !== "") ?? "";
}
// src/ftps/control/plain-names.ts
/** Uploads to servers that reject paths with directories: CWD, then a plain file name. */
var PlainNames = class {
	#control;
	#pipelining;
	#optional;
	#working;
	constructor(control, options) {
		this.#control = control;
		this.#pipelining = options.pipelining;
		this.#optional = options.optional;
		this.#working = options.working;
	}
	/**
	* Whether an upload may have been refused because its path contains directories: none with such a path has succeeded in
	* this run.
	*/
	mayBeRequired(path) {
		const isOpen = this.#optional.isUsable("paths") && !this.#optional.isProven("paths");
		const canChange = path.startsWith("/") || this.#working.canReturn;
		return isOpen && canChange && path.includes("/") && this.#control.failure === void 0;
	}
	/**
	* Repeats a refused upload with a plain file name, after CWD to its directory. If that succeeds, all commands on files
	* are sent like this for the rest of the run.
	*
	* @throws `refusal` when the server rejects CWD or the plain name as well.
	*/
	async repeat(refusal, upload) {
		this.#working.tryPlainNames(true);
		try {
			const result = await upload();
			this.#optional.drop("paths", formatReply(refusal.reply));
			this.#pipelining.disable("the server rejects paths with directories");
			return result;
		} catch (error) {
			throw error instanceof ReplyError && this.#control.failure === void 0 ? refusal : error;
		} finally {
			this.#working.tryPlainNames(false);
		}
	}
};
// src/ftps/control/session-setup.ts
const protection = {
	pbsz: command("PBSZ", "0"),
	prot: command("PROT", "P")
};
const imageType = command("TYPE", "I");
const structure = [command("STRU", "F"), command("MODE", "S")];
const utf8 = command("OPTS", "UTF8 ON");
/**
* Logs in and prepares the session for binary transfers on protected data connections (RFC 959 section 5.4, RFC 4217
* section 9): USER, PASS, PBSZ 0, PROT P, TYPE I, STRU F, MODE S. Only PROT decides about the protection: a server that
* rejects PBSZ may accept it.
*
* @throws {@link ReplyError} when the login, PROT or TYPE is rejected, or PBSZ for now and PROT with it.
*/
async function setUpSession(session, credentials) {
	await authenticate(session, credentials);
	const features = await protectAndAskFeatures(session);
	const hasUtf8 = features.has("UTF8") || features.has("UTF-8");
	const [type, pwd] = [imageType, command("PWD")];
	const replies = await executeAll(session, [
		...hasUtf8 ? [utf8] : [],
		type,
		...structure,
		pwd
	]);
	const typeReply = await replies.settled(type, isCompletion);
	if (!isCompletion(typeReply)) throw new ReplyError(type, typeReply);
	return {
		features,
		loginDirectory: directoryOf(await replies.settled(pwd, isCompletion))
	};
}
async function protectAndAskFeatures(session) {
	const feat = command("FEAT");
	const { pbsz, prot } = protection;
	const replies = await executeAll(session, session.isProtected ? [
		pbsz,
		prot,
		feat
	] : [feat]);
	if (session.isProtected) {
		const isSure = (reply) => reply.code === replyCode.okay && isCompletion(replies.of(pbsz));
		const reply = await replies.settled(prot, isSure);
		if (!isCompletion(reply)) {
			const size = replies.of(pbsz);
			throw isTransientRefusal$1(size) ? new ReplyError(pbsz, size) : new ReplyError(prot, reply);
		}
	}
	return featuresOf(await replies.settled(feat, ({ code }) => code === replyCode.systemStatus));
}
/**
* Executes commands, in one write if possible. A refusal counts only after the command was also refused on its own: some
* servers read one command at a time, or reply in another order. Pipelining isn't used any more with such a server, and
* none of its earlier replies counts.
*/
async function executeAll({ control, pipelining }, commands) {
	const isPipelined = commands.length > 1 && pipelining.mode !== "off";
	let isOutOfOrder = false;
	const exchanges = commands.map((one) => new Exchange(one));
	await pipelining.executeAll(exchanges);
	const outcomes = await Promise.allSettled(exchanges.map(({ final }) => final));
	const of = (sent) => {
		const outcome = outcomes[commands.indexOf(sent)];
		if (outcome === void 0) throw new Error(`${sent.verb} was not sent.`);
		if (outcome.status === "rejected") throw outcome.reason;
		return outcome.value;
	};
	return {
		of,
		async settled(sent, isAcceptable) {
			const reply = of(sent);
			if (!isPipelined || isAcceptable(reply) && !isOutOfOrder) return reply;
			if (control.failure instanceof ReplyError) return reply;
			const again = await control.execute(sent);
			if (again.code !== reply.code) {
				isOutOfOrder = true;
				pipelining.disable(`${sent.verb} got another reply on its own`);
			}
			return again;
		}
	};
}
async function authenticate(session, credentials) {
	const { control } = session;
	const user = command("USER", credentials.username);
	const reply = await control.execute(user);
	if (isLogin$1(reply)) return;
	if (!isIntermediate(reply)) throw new ReplyError(user, reply, { requiresTls: requiresTls(reply, session) });
	control.redact(credentials.password);
	const pass = command("PASS", credentials.password);
	const judgment = await control.execute(pass);
	if (!isLogin$1(judgment)) throw new ReplyError(pass, judgment, { requiresTls: requiresTls(judgment, session) });
}
/** 2yz, such as 232 after a client certificate (RFC 4217 section 5.1); but x2z is about connections, like a greeting. */
function isLogin$1(reply) {
	return isCompletion(reply) && Math.floor(reply.code / 10) !== 22;
}
function requiresTls(reply, { isProtected }) {
	const text = reply.lines.join(" ");
	return !isProtected && /\b(ssl|tls|ftps|clear-?\s?text|encrypt\w*|unencrypted|secure)\b/i.test(text);
}
function featuresOf(reply) {
	return isCompletion(reply) ? Features.parse(reply) : Features.none;
}
function directoryOf(reply) {
	return reply.code === replyCode.pathname ? parsePathname(reply) : void 0;
}
/**
* Reads the path from a 257 reply: in quotation marks, which are doubled inside the path (RFC 959 appendix II).
*
* @returns undefined when the reply contains none.
*/
function parsePathname(reply) {
	const quoted = /"((?:[^"]|"")*)"/.exec(reply.lines[0] ?? "")?.[1];
	return quoted === void 0 || quoted === "" ? void 0 : quoted.replaceAll("\"\"", "\"");
}
// src/ftps/data/listing.ts
/**
* Receives a directory listing and discards it (RFC 959 section 5.4, RFC 3659 section 7): this tests the data
* connection without a change on the server.
*
* A listing that is too long is cut off, and counts as a success: the data connection works.
*
* @param list - MLSD or LIST.
* @throws what {@link Transfer.open} and {@link Transfer.run} throw.
*/
async function discardListing(transfer, list) {
	const tooLong = /* @__PURE__ */ new Error("The listing is too long.");
	const cutOff = () => {
		transfer.abort(tooLong);
	};
	const data = await transfer.open();
	try {
		await transfer.run(data, {
			command: list,
			move: async () => {
				using _deadline = new Deadline(limits.listingMs, cutOff);
				let bytes = 0;
				for await (const chunk of data.receive()) {
					bytes += chunk.length;
					if (bytes > limits.listingBytes) cutOff();
				}
			}
		});
	} catch (error) {
		if (transfer.abortReason !== tooLong) throw error;
	}
}
// src/ftps/data/data-connection.ts
/**
* One passive data connection, for one transfer.
*
* Connecting starts at once. TLS starts with {@link DataConnection.secure}, which must be called after the transfer
* command was sent: ProFTPD starts its handshake only then, and pyftpdlib hangs if the stream ends before.
*/
var DataConnection = class {
	endpoint;
	#options;
	#connected;
	#closed = Promise.withResolvers();
	#aborted = Promise.withResolvers();
	#connecting = new AbortController();
	#tcp;
	#socket;
	#failure;
	#resumed;
	#bytesSent = 0;
	#isComplete = false;
	constructor(options) {
		this.#options = options;
		this.endpoint = options.endpoint;
		this.#connected = this.#connect();
		this.#connected.catch(() => void 0);
		this.#aborted.promise.catch(() => void 0);
	}
	/** Whether the TLS session was resumed; undefined before the handshake and without TLS. */
	get resumed() {
		return this.#resumed;
	}
	/** Whether TCP was ever connected. */
	get wasOpen() {
		return this.#tcp !== void 0;
	}
	/** Whether everything, including the end of the stream, was passed to the network. */
	get isComplete() {
		return this.#isComplete;
	}
	/** Resolves when TCP is connected; rejects with {@link ConnectionError} or {@link TimeoutError}. */
	async connected() {
		await this.#connected;
	}
	/** Performs the TLS handshake and verifies the certificate; without TLS waits for TCP only. */
	async secure() {
		const { tls, endpoint, timeoutMs } = this.#options;
		try {
			const tcp = await this.#connected;
			if (tls === void 0) return;
			const secured = await tls.secureData(tcp, endpoint, timeoutMs);
			this.#resumed = secured.resumed;
			this.#adopt(secured.socket);
		} catch (error) {
			throw this.#failure ?? error;
		}
	}
	/**
	* Sends everything that the source returns, then the end of the stream (with TLS a close_notify). {@link secure} must
	* have succeeded: ending the stream before the handshake is complete would break it, even for an empty file.
	*
	* @returns The number of bytes sent.
	* @throws {@link TimeoutError} when no data moves for `timeoutMs`.
	* @throws {@link ConnectionLostError} when the connection is lost before the end was sent.
	*/
	async send(source, buffers, onProgress) {
		using deadline = this.#transferDeadline();
		const pump = this.#pump(source, buffers, () => {
			deadline.progress();
			onProgress?.(this.#bytesSent);
		});
		return await Promise.race([pump, this.#aborted.promise]);
	}
	#transferDeadline() {
		const { endpoint, timeoutMs } = this.#options;
		return new Deadline(timeoutMs, () => {
			this.abort(new TimeoutError({
				connection: "data",
				endpoint,
				phase: "transfer",
				timeoutMs
			}));
		});
	}
	async #pump(source, buffers, onMoved) {
		this.#openSocket().resume();
		const writes = [];
		const fill = async (index) => {
			await writes[index];
			const buffer = buffers.at(index);
			return buffer.subarray(0, await source.read(buffer));
		};
		let filled = fill(0);
		for (let index = 0;;) {
			const bytes = await filled;
			if (bytes.length === 0) break;
			const next = (index + 1) % buffers.count;
			filled = fill(next);
			writes[index] = this.#write(bytes, onMoved);
			writes[index]?.catch(() => void 0);
			index = next;
		}
		await Promise.all(writes);
		if (writes.length === 0) await this.#flushHandshake();
		await this.#finish();
		return this.#bytesSent;
	}
	/**
	* Receives data until the server closes the connection. {@link secure} must have succeeded. Data is read from the
	* network only as fast as the caller consumes it.
	*
	* @throws {@link TimeoutError} when no data arrives for `timeoutMs`.
	* @throws {@link ConnectionLostError} when the connection is lost; the reason when it is aborted.
	*/
	async *receive() {
		using deadline = this.#transferDeadline();
		try {
			for await (const chunk of this.#openSocket()) {
				deadline.progress();
				yield chunk;
				deadline.progress();
			}
		} catch (error) {
			throw this.#failure ?? this.#lost(error);
		}
		if (this.#failure !== void 0) throw this.#failure;
	}
	/** Waits a bounded time until the server has closed the connection. */
	async ended() {
		await this.#closedWithin(limits.dataEndMs);
	}
	/** Why the connection was lost, if that happens within a short time; undefined when it ends normally or not at all. */
	async loss() {
		await this.#closedWithin(limits.dataResetMs);
		return this.#failure;
	}
	async #closedWithin(ms) {
		using _deadline = new Deadline(Math.min(ms, this.#options.timeoutMs), () => {
			this.#socket?.destroy();
		});
		await this.#closed.promise;
	}
	/**
	* Resets the connection, so that the server can't take what it has received for the complete file. Does nothing when
	* the connection is closed.
	*/
	abort(reason) {
		this.#failure ??= reason;
		this.#aborted.reject(this.#failure);
		this.#connecting.abort();
		if (this.#socket?.writableEnded === true) this.#socket.destroy();
		else this.#tcp?.resetAndDestroy();
	}
	async #connect() {
		const { endpoint, timeoutMs, connectMs = timeoutMs } = this.#options;
		const { signal } = this.#connecting;
		const options = {
			connection: "data",
			endpoint,
			timeoutMs: connectMs,
			signal
		};
		this.#tcp = await connectTcp(options);
		return this.#adopt(this.#tcp);
	}
	#adopt(socket) {
		this.#socket = socket;
		socket.on("error", (cause) => {
			this.#failure ??= this.#lost(cause);
		});
		socket.on("close", () => {
			this.#closed.resolve(void 0);
		});
		return socket;
	}
	#write(bytes, onWritten) {
		return new Promise((resolve, reject) => {
			this.#openSocket().write(bytes, (error) => {
				if (error) {
					reject(this.#failure ?? this.#lost(error));
					return;
				}
				this.#bytesSent += bytes.length;
				onWritten();
				resolve();
			});
		});
	}
	async #flushHandshake() {
		await this.#write(Buffer.alloc(0), () => void 0);
	}
	#finish() {
		return new Promise((resolve, reject) => {
			const socket = this.#openSocket();
			if (socket.destroyed) {
				reject(this.#lost());
				return;
			}
			socket.once("close", () => {
				if (!this.#isComplete) reject(this.#failure ?? this.#lost());
			});
			socket.once("finish", () => {
				this.#isComplete = true;
				resolve();
			});
			socket.end();
		});
	}
	#openSocket() {
		if (this.#failure !== void 0) throw this.#failure;
		if (this.#socket === void 0 || this.#socket.destroyed) throw this.#lost();
		return this.#socket;
	}
	#lost(cause) {
		if (cause instanceof FtpsError) return cause;
		return new ConnectionLostError({
			connection: "data",
			endpoint: this.endpoint,
			phase: "transfer",
			bytesSent: this.#bytesSent,
			cause
		});
	}
};
// src/ftps/data/unencrypted-data.ts
/**
* Reads what arrives on an unencrypted data connection before anything is sent: a line, or less after a short time. A
* server that starts TLS sends nothing then. Closes the connection.
*
* @throws {@link ConnectionError}, {@link TimeoutError} when it can't be opened.
*/
async function readUnencrypted(data) {
	const end = /* @__PURE__ */ new Error("Enough was read.");
	using _deadline = new Deadline(limits.unencryptedDataMs, () => {
		data.abort(end);
	});
	const chunks = [];
	let bytes = 0;
	await data.connected();
	try {
		for await (const chunk of data.receive()) {
			chunks.push(chunk);
			bytes += chunk.length;
			if (chunk.includes("\n") || bytes > limits.replyLineBytes) break;
		}
	} catch {}
	data.abort(end);
	return Buffer.concat(chunks);
}
// src/ftps/data/passive-connector.ts
/** Opens the passive data connections of a client: with EPSV, or PASV on servers that don't support it. */
var PassiveConnector = class {
	#options;
	#control;
	#tls;
	#pipelining;
	#optional;
	#expected;
	/** Whether the last port was named by EPSV. */
	#isExtended = false;
	/** Temporary refusals of EPSV and PASV since the last port. */
	#refusals = 0;
	#total = 0;
	#resumed = 0;
	/** Whether a transfer has succeeded: the server's passive ports can be reached. */
	isProven = false;
	constructor(options, connection) {
		this.#options = options;
		this.#control = connection.control;
		this.#tls = connection.tls;
		this.#pipelining = connection.pipelining;
		this.#optional = connection.optional;
	}
	get count() {
		return {
			total: this.#total,
			resumed: this.#resumed
		};
	}
	/** The command that makes the server open a port. */
	get command() {
		return command(this.#optional.isUsable("extended-passive") ? "EPSV" : "PASV");
	}
	/** Whether the server was already asked for the next port. */
	get isExpecting() {
		return this.#expected !== void 0;
	}
	/** Uses the port of a {@link PassiveConnector.command} that was already sent, for the next {@link open}. */
	expect(passive) {
		this.#expected = passive;
	}
	/** Requests the port for the next transfer, unless commands are sent one at a time. */
	request() {
		if (this.#pipelining.mode === "off" || this.isExpecting) return;
		const passive = new Exchange(this.command);
		this.#control.send([passive]);
		this.expect(passive);
	}
	/** Doesn't use the expected port. Returns whether the server had opened it. */
	async skip() {
		const passive = this.#expected;
		if (passive === void 0) return false;
		const { code } = await this.#control.finalReply(passive);
		const isOpen = code === replyCode.extendedPassiveMode || code === replyCode.passiveMode;
		if (isOpen) this.#expected = void 0;
		return isOpen;
	}
	/**
	* Makes the server open a port, unless this was already requested, and starts to connect to it.
	*
	* @throws {@link ReplyError} when the server opens no port; {@link ProtocolError} when its reply names none.
	*/
	async open() {
		return this.#connect(await this.#nextPort());
	}
	async #nextPort() {
		const port = await this.#expectedPort() ?? await this.#enterPassiveMode();
		this.#refusals = 0;
		return port;
	}
	/**
	* Tries PASV after the port that EPSV named could not be reached: some firewalls and routers only know PASV.
	*
	* @param cause - Why it couldn't be reached.
	* @returns A data connection that is open; undefined when PASV fails too. EPSV is then used as before, and PASV isn't
	*   tried again if it doesn't help.
	*/
	async openFallback(cause, onOpened) {
		if (!this.#mayFallBack) return void 0;
		try {
			const connectMs = Math.min(limits.passiveFallbackMs, this.#options.timeoutMs);
			const data = this.#connect(await this.#requestPassivePort(), connectMs);
			onOpened(data);
			await data.connected();
			this.#optional.drop("extended-passive", withoutPeriod(cause.message), cause);
			return data;
		} catch (error) {
			if (!(error instanceof ReplyError && error.isTransient) && this.#control.failure === void 0) this.#optional.drop("passive-fallback", error.message);
			return;
		}
	}
	/**
	* Finds out what a server says that doesn't encrypt its data connections: opens another one, and reads what arrives
	* before TLS.
	*
	* @returns A better error; undefined when nothing arrives in a short time, or it isn't a reply.
	*/
	async explainUnencrypted(error) {
		try {
			const port = await this.#nextPort();
			return explainData(error, await readUnencrypted(new DataConnection({
				...this.#peer(port),
				tls: void 0
			})), this.#options);
		} catch {
			return;
		}
	}
	get #mayFallBack() {
		const address = this.#control.peerAddress;
		const isIPv4 = node_net__WEBPACK_IMPORTED_MODULE_3__.isIPv4(address.replace(/^::ffff:/i, ""));
		const isUsable = ["extended-passive", "passive-fallback"].every((part) => this.#optional.isUsable(part));
		return this.#isExtended && isIPv4 && isUsable;
	}
	#connect(port, connectMs) {
		return new DataConnection({
			...this.#peer(port),
			tls: this.#tls,
			...connectMs === void 0 ? {} : { connectMs }
		});
	}
	#peer(port) {
		return {
			endpoint: {
				host: this.#control.peerAddress,
				port
			},
			timeoutMs: this.#options.timeoutMs
		};
	}
	/** Counts a data connection that was used, unless its TLS handshake failed. */
	close(data) {
		if (this.#tls !== void 0 && data.resumed === void 0) return;
		this.#total += 1;
		if (this.#tls === void 0) return;
		if (data.resumed === true) this.#resumed += 1;
		const resumed = data.resumed === true ? "resumed" : "not resumed";
		this.#options.onDialogue(note$1(`data connection: TLS session ${resumed}`));
	}
	async #expectedPort() {
		const passive = this.#expected;
		if (passive === void 0) return void 0;
		this.#expected = void 0;
		const reply = await this.#control.finalReply(passive);
		const { verb } = passive.command;
		const isExtended = verb === "EPSV";
		if (reply.code === (isExtended ? replyCode.extendedPassiveMode : replyCode.passiveMode)) {
			this.#isExtended = isExtended;
			if (!isExtended) return parsePassiveReply(reply);
			return this.#extendedPort(reply) ?? await this.#requestPassivePort();
		}
		if (!isRefusal(reply)) throw this.#control.outOfSync(passive.command, reply);
		const port = await this.#enterPassiveMode();
		if (isExtended === this.#isExtended) this.#pipelining.disable(`${verb} was rejected`);
		return port;
	}
	async #enterPassiveMode() {
		if (this.#optional.isUsable("extended-passive")) {
			const port = await this.#tryExtendedPassive(command("EPSV"));
			this.#isExtended = port !== void 0;
			if (port !== void 0) return port;
		}
		return await this.#requestPassivePort();
	}
	async #requestPassivePort() {
		this.#isExtended = false;
		const passive = command("PASV");
		const reply = await this.#control.execute(passive);
		if (isRefusal(reply)) throw this.#refused(passive, reply);
		if (reply.code !== replyCode.passiveMode) throw this.#control.outOfSync(passive, reply);
		return parsePassiveReply(reply);
	}
	async #tryExtendedPassive(extended) {
		const reply = await this.#control.execute(extended);
		if (isTransientRefusal$1(reply)) throw this.#refused(extended, reply);
		if (reply.code !== replyCode.extendedPassiveMode) {
			this.#optional.drop("extended-passive", formatReply(reply));
			return;
		}
		return this.#extendedPort(reply);
	}
	#extendedPort(reply) {
		try {
			return parseExtendedPassiveReply(reply);
		} catch {
			this.#options.onDialogue(note$1("the reply to EPSV contains no usable port: trying PASV"));
			this.#optional.drop("extended-passive", formatReply(reply));
			return;
		}
	}
	/** Closes the control connection after too many temporary refusals: a new session may get ports again. */
	#refused(passive, reply) {
		const error = new ReplyError(passive, reply);
		if (!error.isTransient) return error;
		this.#refusals += 1;
		if (this.#refusals >= limits.passiveRefusals) this.#control.fail(error);
		return error;
	}
};
function withoutPeriod(sentence) {
	return sentence.replace(/\.$/, "");
}
/**
* Reads the port from a 229 reply to EPSV: `(|||6446|)`, with any delimiter except digits (RFC 2428 section 3). Protocol
* and address, which should be empty, are ignored.
*
* @throws {@link ProtocolError} when there is no port from 1 to 65535.
*/
function parseExtendedPassiveReply(reply) {
	const match = /\(([!-/:-~])[^()]{0,100}?\1[^()]{0,100}?\1(\d{1,5})\1\)/.exec(textOf(reply));
	return checkPort(Number(match?.[2] ?? 0), reply);
}
/**
* Reads the port from a 227 reply to PASV: `h1,h2,h3,h4,p1,p2`, with or without parentheses (RFC 1123 section 4.1.2.6).
* The address is ignored: it is wrong behind NAT, and a malicious server could name any host.
*
* @throws {@link ProtocolError} when there aren't six numbers up to 255, or the port is 0.
*/
function parsePassiveReply(reply) {
	const numbers = (/(?<![\d,])\d{1,3}(?:,\d{1,3}){5}(?![\d,])/.exec(textOf(reply))?.[0] ?? "").split(",").map(Number);
	const [, , , , high = 0, low = 0] = numbers.every((n) => n <= 255) ? numbers : [];
	return checkPort(high * 256 + low, reply);
}
function textOf(reply) {
	return reply.lines.join("\n");
}
function checkPort(port, reply) {
	if (port >= 1 && port <= 65535) return port;
	throw new ProtocolError("passive-port", "the reply contains no usable port", formatReply(reply));
}
// src/ftps/data/memory-sink.ts
const firstBytes = 65536;
/** Collects a limited number of bytes. The memory depends on their number, not on the number of chunks they come in. */
var MemorySink = class {
	#maxBytes;
	#buffer = Buffer.alloc(0);
	#length = 0;
	constructor(maxBytes) {
		this.#maxBytes = maxBytes;
	}
	get bytes() {
		return this.#buffer.subarray(0, this.#length);
	}
	/** Adds a chunk; `false` when there would be too many bytes. */
	add(chunk) {
		const length = this.#length + chunk.length;
		if (length > this.#maxBytes) return false;
		if (length > this.#buffer.length) {
			const bytes = Math.min(Math.max(2 * length, firstBytes), this.#maxBytes);
			const larger = Buffer.alloc(bytes);
			larger.set(this.bytes);
			this.#buffer = larger;
		}
		this.#buffer.set(chunk, this.#length);
		this.#length = length;
		return true;
	}
};
// src/ftps/data/retrieval.ts
/**
* Retrieves a file into memory (RETR, RFC 959 section 4.1.3). Both the final reply and the end of the data connection
* must show success.
*
* A connection that is closed without the end of TLS looks like the end of the data. Compare the number of bytes with
* SIZE where it matters.
*
* @throws what {@link WorkingDirectory.enter}, {@link Transfer.open} and {@link Transfer.run} throw.
*/
async function retrieve(transfer, request, { working, optional }) {
	const { path, maxBytes, maxMs = limits.retrievalMs } = request;
	const missing = await working.enter(path);
	if (missing !== void 0) return refused$2(new ReplyError(missing.command, missing.reply));
	const sink = new MemorySink(maxBytes);
	const tooLong = /* @__PURE__ */ new Error("The file is too long.");
	const cutOff = () => {
		transfer.abort(tooLong);
	};
	const data = await transfer.open({ waits: !optional.isUsable("early-retrieval") });
	try {
		await transfer.run(data, {
			command: pathCommand("RETR", working.pathOf(path)),
			move: async () => {
				using _deadline = new Deadline(maxMs, cutOff);
				for await (const chunk of data.receive()) if (!sink.add(chunk)) cutOff();
			}
		});
		return {
			outcome: "retrieved",
			bytes: sink.bytes
		};
	} catch (error) {
		if (transfer.abortReason === tooLong) return { outcome: "cut-off" };
		if (!data.wasOpen && transfer.abortReason === void 0 && !isAboutPath(error)) optional.drop("early-retrieval", error.message, error);
		if (sink.bytes.length === 0 && error instanceof ReplyError) return refused$2(error);
		throw error;
	}
}
/**
* Whether the server refuses RETR of a file that is probably missing. No data connection is opened for that, and the port
* for the next transfer is requested in the same write: this takes one round trip instead of three. Requires that a port
* was requested and not used yet, and that no transfer is running.
*
* @returns False when that is unknown: {@link retrieve} decides then.
* @throws {@link ProtocolError} when the file is there, which closes the connection; otherwise what
*   {@link ControlConnection.execute} throws.
*/
async function isRefusedEarly({ control, passive, pipelining, optional, working }, path) {
	if (pipelining.mode === "off" || working.usesPlainNames) return false;
	if (!optional.isUsable("early-retrieval")) return false;
	await working.prepare(path);
	if (!await passive.skip()) return false;
	const retrieval = new Exchange(pathCommand("RETR", path));
	const port = new Exchange(passive.command);
	control.send([retrieval, port]);
	const reply = await control.firstReply(retrieval);
	if (isPreliminary(reply)) {
		const received = formatReply(reply);
		const error = new ProtocolError("unexpected-reply", "unexpected reply to RETR", received);
		optional.drop("early-retrieval", received, error);
		control.fail(error);
		throw error;
	}
	if (isCompletion(reply)) throw control.outOfSync(retrieval.command, reply);
	passive.expect(port);
	return isAboutFile(reply);
}
/** @throws `refusal` when it isn't about the file, as after 4yz, or when the data connection was lost. */
function refused$2(refusal) {
	if (!isAboutPath(refusal)) throw refusal;
	return {
		outcome: "refused",
		refusal
	};
}
/** Whether an error is a permanent refusal of a file or its directory. */
function isAboutPath(error) {
	return error instanceof ReplyError && ["RETR", "CWD"].includes(error.verb) && isAboutFile(error.reply) && !error.isTransient;
}
function isAboutFile({ code }) {
	return code === replyCode.fileUnavailable || code === replyCode.pageTypeUnknown;
}
// src/ftps/data/transfer.ts
/**
* One transfer of a file or listing, in either direction (RFC 959 section 5.4): a data connection, the command, a
* preliminary reply, the data, the final reply.
*
* The final reply decides. It may arrive before or after the data connection is closed, but an upload isn't complete
* when it is confirmed before all data was sent. When a transfer fails, a negative final reply is a better error than
* the fact that a connection was lost.
*/
var Transfer = class {
	#context;
	#onEnd;
	#data;
	#abortReason;
	/** @param onEnd - Called when the transfer is disposed, so that the next one may start. */
	constructor(context, onEnd) {
		this.#context = context;
		this.#onEnd = onEnd;
	}
	/**
	* Opens the data connection. Until a transfer has succeeded, also waits for TCP: a server truncates the file when it
	* receives STOR, even if its passive ports are closed.
	*
	* @param options.waits - Whether to wait. Default: true.
	* @returns The data connection for {@link run}.
	* @throws {@link ReplyError}, {@link ProtocolError} when the server opens no port.
	* @throws {@link ConnectionError}, {@link TimeoutError} when its port can't be reached.
	*/
	async open({ waits = true } = {}) {
		const { passive } = this.#context;
		const data = await passive.open();
		this.#use(data);
		if (passive.isProven || !waits) return data;
		try {
			await data.connected();
			return data;
		} catch (error) {
			this.#throwIfAborted();
			const other = await passive.openFallback(error, (opened) => {
				this.#use(opened);
			});
			this.#throwIfAborted();
			if (other === void 0) throw error;
			return other;
		}
	}
	#use(data) {
		this.#data = data;
		if (this.#abortReason !== void 0) data.abort(this.#abortReason);
		this.#throwIfAborted();
	}
	#throwIfAborted() {
		if (this.#abortReason !== void 0) throw this.#abortReason;
	}
	/**
	* Sends the command, moves the data and waits for the final reply.
	*
	* @returns What `move` returns.
	* @throws {@link ReplyError} when the server rejects the command or reports a failure.
	* @throws {@link ConnectionError}, {@link ConnectionLostError}, {@link TimeoutError}, {@link TlsError},
	*   {@link CertificateError} when a connection fails.
	* @throws {@link ProtocolError} when a reply isn't defined for the command.
	*/
	async run(data, request) {
		if (this.#abortReason !== void 0) throw this.#abortReason;
		const { control, passive, keepAliveMs } = this.#context;
		const { before = [], after = [] } = request;
		const exchange = request.command instanceof Exchange ? request.command : new Exchange(request.command);
		try {
			control.send([
				...before,
				exchange,
				...after
			]);
			using _keepAlive = startKeepAlive(control, keepAliveMs);
			abortOnFinalReply(data, exchange);
			await data.secure();
			const first = await control.firstReply(exchange);
			if (!isPreliminary(first)) throw rejection(exchange, first, data);
			const result = await request.move();
			const final = await control.finalReply(exchange);
			if (!this.#isSuccess(final, exchange)) throw rejection(exchange, final, data);
			await data.ended();
			passive.isProven = true;
			return result;
		} catch (error) {
			if (isUnreachable(error)) passive.isProven = false;
			const reason = (error instanceof ReplyError && error.stage === "begun" ? await data.loss() : void 0) ?? error;
			data.abort(reason);
			throw await this.#transferError(reason, exchange, data);
		} finally {
			passive.close(data);
		}
	}
	/** Aborts the transfer, in either direction. {@link run} then waits a bounded time for the final reply. */
	abort(reason) {
		this.#abortReason ??= reason;
		this.#data?.abort(reason);
	}
	/** The first reason that {@link abort} was called with. */
	get abortReason() {
		return this.#abortReason;
	}
	[Symbol.dispose]() {
		this.#data?.abort(this.#abortReason ?? /* @__PURE__ */ new Error("The transfer was not started."));
		this.#onEnd();
	}
	#isSuccess(final, exchange) {
		if (exchange.hadAmbiguousRefusal) return final.code === replyCode.transferComplete;
		if (!this.#context.control.mayExpectNoopReply) return isCompletion(final);
		return [replyCode.transferComplete, replyCode.fileActionOkay].includes(final.code);
	}
	/** The best error for a transfer that has failed. */
	async #transferError(error, exchange, data) {
		const { control } = this.#context;
		const reply = await control.drainFinalReply(exchange, error);
		const explained = await this.#explainUnencrypted(error);
		if (explained !== void 0) return explained;
		if (error instanceof ReplyError || isUntrustedPeer(error)) return error;
		if (control.failure !== void 0) return control.failure;
		if (reply === void 0) return error;
		if (error instanceof ProtocolError) control.fail(error);
		if (!(error instanceof FtpsError) || !isRefusal(reply)) return error;
		const { resumed: sessionResumed } = data;
		const stage = isLostData(error) && exchange.isInProgress ? "broken" : stageOf(exchange);
		return new ReplyError(exchange.command, reply, {
			cause: error,
			sessionResumed,
			stage
		});
	}
	async #explainUnencrypted(error) {
		const { control, passive } = this.#context;
		return control.failure === void 0 && this.#abortReason === void 0 && isUnencrypted(error) ? await passive.explainUnencrypted(error) : void 0;
	}
};
/** Sends NOOP at intervals on the control connection, which is idle until the final reply. */
function startKeepAlive(control, everyMs) {
	const timer = setInterval(() => {
		control.keepAlive();
	}, everyMs);
	return { [Symbol.dispose]() {
		clearInterval(timer);
	} };
}
/** Stops moving data when the final reply shows that it is useless. */
function abortOnFinalReply(data, exchange) {
	const { command } = exchange;
	exchange.final.then((reply) => {
		const isReceived = isCompletion(reply) && exchange.isInProgress;
		if (!(isUpload(command) ? !data.isComplete : !isReceived)) return;
		const abort = () => {
			data.abort(rejection(exchange, reply, data));
		};
		if (isRefusal(reply)) setImmediate(abort);
		else abort();
	}, (error) => {
		data.abort(error);
	});
}
/** The error for a reply that ends a transfer too early or isn't a success. */
function rejection(exchange, reply, data) {
	const { command } = exchange;
	if (isRefusal(reply)) {
		const stage = stageOf(exchange);
		return new ReplyError(command, reply, {
			sessionResumed: data.resumed,
			stage
		});
	}
	const received = formatReply(reply);
	return isUpload(command) && isCompletion(reply) && !data.isComplete ? new ProtocolError("premature-completion", `completion reply to ${command.verb} before the file was sent`, received) : new ProtocolError("unexpected-reply", `unexpected reply to ${command.verb}`, received);
}
function stageOf({ isInProgress }) {
	return isInProgress ? "begun" : "refused";
}
/** Whether an established data connection was lost or timed out on the client's side. */
function isLostData(error) {
	return (error instanceof ConnectionLostError || error instanceof TimeoutError) && error.connection === "data" && error.phase !== "connect";
}
/** Whether the port of the data connection couldn't be reached. */
function isUnreachable(error) {
	const isTimeout = error instanceof TimeoutError && error.connection === "data";
	return error instanceof ConnectionError || isTimeout && error.phase === "connect";
}
/** Whether the server has sent something unencrypted instead of TLS; OpenSSL doesn't say what. */
function isUnencrypted(error) {
	if (error instanceof TlsError) return error.detectedProtocol !== void 0;
	return error instanceof ConnectionLostError && error.plaintext === "";
}
/**
* Whether the client closed the data connection because its peer isn't the server. The server's reply to that must not
* hide the reason.
*/
function isUntrustedPeer(error) {
	return error instanceof CertificateError || error instanceof TlsError && error.detectedProtocol !== void 0;
}
// src/ftps/data/upload-batch.ts
/** The commands of one upload. */
var UploadBatch = class UploadBatch {
	/** STOR or APPE. */
	store;
	/** Sent in the same write, before {@link store}. */
	before;
	/** The NOOP that shows whether the server processes commands in order. */
	probe;
	followUps;
	/** The command that requests a port for the next upload. */
	port;
	/** Whether {@link later} is sent in the same write, after {@link store}. */
	isPipelined;
	constructor(commands) {
		const { store, before, probe, followUps, port } = commands;
		this.store = store;
		this.before = before;
		this.probe = probe;
		this.followUps = followUps;
		this.port = port;
		this.isPipelined = commands.mayPipeline([
			...commandsOf(before),
			store,
			...commandsOf(this.later)
		]);
	}
	/** The commands that are executed after the upload. */
	get later() {
		return this.port === void 0 ? this.followUps : [...this.followUps, this.port];
	}
	/** Sent in the same write, after {@link store}. */
	get after() {
		return [...this.probe === void 0 ? [] : [this.probe], ...this.isPipelined ? this.later : []];
	}
	/** Whether {@link store} shares a write with other commands. */
	get isShared() {
		return this.before.length + this.after.length > 0;
	}
	/** The same upload with {@link store} in a write of its own. */
	alone() {
		const { store, followUps, port } = this;
		const mayPipeline = () => false;
		return new UploadBatch({
			store,
			before: [],
			probe: void 0,
			followUps,
			port,
			mayPipeline
		});
	}
};
function commandsOf(exchanges) {
	return exchanges.map((exchange) => exchange.command);
}
// src/ftps/data/follow-ups.ts
/** The commands that follow an upload: sends them unless they were pipelined, and checks their replies. */
var FollowUps = class {
	#control;
	#pipelining;
	constructor(control, pipelining) {
		this.#control = control;
		this.#pipelining = pipelining;
	}
	/**
	* Executes what follows a confirmed upload.
	*
	* @returns The final reply to each follow-up command.
	*/
	async execute(batch, { path, sizeBytes }) {
		const { followUps, later, isPipelined } = batch;
		const isShared = isPipelined || later.length > 1 && this.#pipelining.mode !== "off";
		if (!isPipelined) await this.#send(batch);
		const answers = await this.#control.finalReplies(followUps);
		const size = pathCommand("SIZE", path);
		return await this.#confirm(answers, (answer) => {
			const isSize = isPipelined && answer.command.line === size.line;
			return isDoubtful(answer, {
				isShared,
				sizeBytes: isSize ? sizeBytes : void 0
			});
		});
	}
	/** Sends what follows in one write if possible, otherwise without the command for the next port. */
	async #send({ followUps, later }) {
		if (this.#pipelining.mode === "off" || !fitsWindow(commandsOf(later))) {
			await this.#pipelining.executeAll(followUps);
			return;
		}
		if (later.length > 1) this.#pipelining.begin();
		this.#control.send(later);
	}
	/**
	* Sends follow-up commands again, on their own, when their replies may be a consequence of pipelining or were meant for
	* another command. A reply that changes proves that the server doesn't process commands in order. The commands after it
	* were then processed too early as well.
	*/
	async #confirm(answers, isDoubted) {
		const confirmed = [];
		let isInOrder = true;
		for (const answer of answers.map(this.#inSync)) {
			if (isInOrder && !isDoubted(answer)) {
				confirmed.push(answer);
				continue;
			}
			const { command: sent } = answer;
			const reply = await this.#control.execute(sent);
			if (!isSameReply(reply, answer.reply)) {
				isInOrder = false;
				this.#pipelining.disable(`the reply to ${sent.verb} changed when it was sent again`);
			}
			confirmed.push(this.#inSync({
				command: sent,
				reply
			}));
		}
		return confirmed;
	}
	/** Returns the reply to a command on a file, unless it was clearly meant for another command. */
	#inSync = (answer) => {
		const { command: sent, reply } = answer;
		const isKnown = sent.verb === "SIZE" ? isSizeReply(reply) : isFileCompletion(reply);
		if (isRefusal(reply) || isKnown) return answer;
		throw this.#control.outOfSync(sent, reply);
	};
};
/**
* Whether the reply to a follow-up command may have another reason than the file.
*
* @param isShared - Whether the command shared a write with others.
* @param sizeBytes - The size of the uploaded file if the command asks for it and was sent before the end of the upload.
*/
function isDoubtful({ command: { verb }, reply }, { isShared, sizeBytes }) {
	if (isRefusal(reply)) return isShared;
	if (verb !== "SIZE") return false;
	if (reply.code !== replyCode.fileStatus) return true;
	return sizeBytes !== void 0 && sizeIn$1(reply)?.bytes !== sizeBytes;
}
// src/ftps/data/upload-source.ts
const bufferBytes$1 = 262144;
const bufferCount = 4;
/**
* The buffers that uploads are read into. They are reused, so that memory doesn't depend on the size and number of files.
* With 4 buffers of 256 KiB, reading, encrypting and sending overlap.
*/
var UploadBuffers = class {
	#buffers = [];
	/** The number of buffers. */
	count = bufferCount;
	/** Returns buffer `index`, 0 to `count - 1`. It is allocated on first use, because small files need only one. */
	at(index) {
		return this.#buffers[index] ??= Buffer.allocUnsafeSlow(bufferBytes$1);
	}
	/** Replaces all buffers after a failure: the connection may still use some of them. */
	reset() {
		this.#buffers = [];
	}
};
// src/ftps/data/uploader.ts
/**
* Runs the uploads of a client, one at a time.
*
* Where the server processes commands in order, one write contains STOR, the follow-up commands and the EPSV for the
* next upload. A small file then takes three round trips: TCP, TLS, and the data with the final reply. On other servers
* the follow-up commands and EPSV share a write after the transfer.
*/
var Uploader = class {
	#control;
	#passive;
	#pipelining;
	#followUps;
	#buffers = new UploadBuffers();
	#repliesToUpload;
	/** Whether the last upload was refused temporarily when its command shared a write with others. */
	#wasRefusedWithOthers = false;
	#temporaryRefusals = 0;
	/** Whether the server has accepted REST, and rejected the upload that followed: it may keep the offset for the next. */
	#mayKeepOffset = false;
	constructor(control, options) {
		this.#control = control;
		this.#passive = options.passive;
		this.#pipelining = options.pipelining;
		this.#followUps = new FollowUps(control, options.pipelining);
	}
	/** Number of replies on the control connection up to the one that confirmed the last upload. */
	get repliesToUpload() {
		return this.#repliesToUpload;
	}
	/** See {@link FtpsClient.store}. */
	async store(transfer, upload) {
		pathCommand("STOR", upload.path);
		try {
			if (!this.#wasRefusedWithOthers) return await this.#storeWithOthers(transfer, upload);
			this.#wasRefusedWithOthers = false;
			return await this.#storeAlone(transfer, upload, this.#temporaryRefusals > 1);
		} catch (error) {
			this.#buffers.reset();
			throw error;
		}
	}
	/**
	* A refusal may be a consequence of the other commands in the same write. The upload is then repeated on its own: at once
	* after 5yz, and by the next attempt after 4yz.
	*/
	async #storeWithOthers(transfer, upload) {
		const data = await transfer.open();
		const batch = await this.#batchFor(upload);
		try {
			const bytesSent = await this.#run(transfer, data, {
				upload,
				batch
			});
			return await this.#complete(upload, batch, bytesSent);
		} catch (error) {
			if (!(batch.isShared && this.#control.failure === void 0) || !(error instanceof ReplyError) || error.stage !== "refused") throw error;
			if (error.isTransient) {
				this.#wasRefusedWithOthers = true;
				this.#temporaryRefusals += 1;
				throw error;
			}
		}
		return await this.#storeAlone(transfer, upload, true);
	}
	/** @param isProof - Whether success shows that the server doesn't support pipelining. */
	async #storeAlone(transfer, upload, isProof) {
		const data = await transfer.open();
		const batch = (await this.#batchFor(upload)).alone();
		const bytesSent = await this.#run(transfer, data, {
			upload,
			batch
		});
		if (isProof) this.#pipelining.disable(`${batch.store.verb} was rejected`);
		return await this.#complete(upload, batch, bytesSent);
	}
	async #batchFor(upload) {
		const { path, offset = 0, moreUploads = false } = upload;
		const store = pathCommand(await this.#restart(upload) ? "STOR" : "APPE", path);
		const before = offset === 0 && upload.rename?.isInFlight === false ? upload.rename.exchanges : [];
		const followUps = (upload.followUps ?? []).map((followUp) => new Exchange(followUp));
		const port = moreUploads ? new Exchange(this.#passive.command) : void 0;
		const probe = this.#needsProbe(moreUploads) ? new Exchange(noop) : void 0;
		const mayPipeline = (commands) => this.#pipelining.mode === "in-order" && fitsWindow(commands);
		return new UploadBatch({
			store,
			before,
			probe,
			followUps,
			port,
			mayPipeline
		});
	}
	async #run(transfer, data, { upload, batch }) {
		const { store, before, after } = batch;
		if (batch.isShared) this.#pipelining.begin();
		const bytesSent = await transfer.run(data, {
			command: store,
			before,
			after,
			move: () => data.send(upload.source, this.#buffers, upload.onProgress)
		});
		this.#mayKeepOffset = false;
		this.#repliesToUpload = this.#control.replies;
		return bytesSent;
	}
	/**
	* Collects the replies to what follows a confirmed upload. A failure here isn't one of the upload.
	*/
	async #complete({ path, offset = 0 }, batch, bytesSent) {
		const { probe, port } = batch;
		try {
			if (probe !== void 0) await this.#learnFrom(probe);
			const file = {
				path,
				sizeBytes: offset + bytesSent
			};
			const replies = await this.#followUps.execute(batch, file);
			if (port?.isSent === true && this.#pipelining.mode !== "off") this.#passive.expect(port);
			this.#pipelining.recordUpload();
			return {
				bytesSent,
				replies
			};
		} catch (error) {
			return {
				bytesSent,
				replies: [],
				failure: error
			};
		}
	}
	/** Sends REST if necessary; false where the server doesn't support it, so that APPE must do. */
	async #restart({ offset = 0, append = false }) {
		const start = append ? 0 : offset;
		if (start === 0 && !this.#mayKeepOffset) return !append;
		const reply = await this.#control.execute(command("REST", String(start)));
		this.#mayKeepOffset ||= isIntermediate(reply);
		return !append && (start === 0 || isIntermediate(reply));
	}
	/** Whether a NOOP must be sent with STOR to find out whether the server processes commands in order. */
	#needsProbe(moreUploads) {
		return moreUploads && this.#pipelining.mode === "untested";
	}
	async #learnFrom(probe) {
		const { endpoint } = this.#control;
		const timeoutMs = Math.min(limits.probeMs, this.#control.timeoutMs);
		using _deadline = new Deadline(timeoutMs, () => {
			const stage = {
				phase: "reply",
				verb: noop.verb
			};
			this.#control.fail(new TimeoutError({
				connection: "control",
				endpoint,
				timeoutMs,
				...stage
			}));
		});
		await probe.final;
		this.#pipelining.learnFrom(probe);
	}
};
// src/ftps/listing/line-splitter.ts
const crlf = Buffer.from("\r\n");
/**
* Splits a listing into lines. Only CRLF ends a line: a name may contain LF. A line that is too long to be about a file
* is skipped.
*/
var LineSplitter = class {
	#pending = Buffer.alloc(0);
	#isSkipping = false;
	/** Whether the data has ended in the middle of a line. */
	get isMidLine() {
		return this.#isSkipping || this.#pending.length > 0;
	}
	/** Yields the lines that a chunk completes. */
	*push(chunk) {
		let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
		for (;;) {
			const end = rest.indexOf(crlf);
			if (end === -1) break;
			if (!this.#isSkipping && end <= limits.replyLineBytes) yield decodeText(rest.subarray(0, end));
			this.#isSkipping = false;
			rest = rest.subarray(end + crlf.length);
		}
		if (rest.length > limits.replyLineBytes) {
			this.#isSkipping = true;
			rest = rest.subarray(-1);
		}
		this.#pending = Buffer.from(rest);
	}
};
// src/ftps/listing/listing-entry.ts
/**
* Collects the entries of one listing. A name that appears twice is unclear: one of the two may be a part of the name of
* another file.
*/
var ListingEntries = class {
	#accepts;
	#entries = /* @__PURE__ */ new Map();
	constructor({ accepts }) {
		this.#accepts = accepts;
	}
	/** By name. */
	get entries() {
		return this.#entries;
	}
	/** Adds what a line was parsed into. */
	add(entry) {
		if (entry === void 0 || !isPlainName(entry.name) || !this.#accepts(entry.name)) return;
		const { name } = entry;
		this.#entries.set(name, this.#entries.has(name) ? {
			name,
			isFile: false,
			sizeBytes: void 0
		} : entry);
	}
};
/** Whether a name is that of an entry, not a path, in valid UTF-8. */
function isPlainName(name) {
	return name !== "." && name !== ".." && name.isWellFormed() && !/[/\r\n\0]/.test(name);
}
// src/ftps/listing/machine-line.ts
/**
* Parses a line of a reply to MLSD: facts, a space, a name that may contain spaces (RFC 3659 section 7.2). The names of
* facts are in upper or lower case; the type of a link is `OS.unix=slink:` or similar.
*
* @returns Undefined when the line has no name.
*/
function parseMachineLine(line) {
	const end = line.indexOf(" ");
	if (end === -1) return void 0;
	const facts = parseFacts(line.slice(0, end));
	const isFile = facts.get("type")?.toLowerCase() === "file";
	const size = facts.get("size") ?? "";
	const modifiedMs = parseTimeVal(facts.get("modify") ?? "");
	return {
		name: line.slice(end + 1),
		isFile,
		sizeBytes: isFile && /^\d{1,15}$/.test(size) ? Number(size) : void 0,
		...modifiedMs === void 0 ? {} : { modifiedMs }
	};
}
function parseFacts(text) {
	const facts = text.split(";").map((fact) => {
		const [, name = "", value = ""] = /^([^=]*)=?(.*)$/s.exec(fact) ?? [];
		return [name.toLowerCase(), value];
	});
	return new Map(facts);
}
// src/ftps/listing/machine-listing.ts
/**
* Lists a directory in a defined format (MLSD, RFC 3659 section 7). The listing is parsed while it arrives, and only what
* the request accepts is kept.
*
* Some servers leave out files whose names they can't represent, so a listing doesn't show that a file is missing.
*
* @throws what {@link WorkingDirectory.enter}, {@link Transfer.open} and {@link Transfer.run} throw.
*/
async function listDirectory(transfer, request, working) {
	const path = request.path === "" ? "" : `${request.path}/`;
	const missing = await working.enter(path);
	if (missing !== void 0) return refused$1(new ReplyError(missing.command, missing.reply));
	const exchange = new Exchange(pathCommand("MLSD", working.pathOf(path) === "" ? "." : request.path));
	const listing = new ListingEntries(request);
	const lines = new LineSplitter();
	const tooLong = /* @__PURE__ */ new Error("The listing is too long.");
	const cutOff = () => {
		transfer.abort(tooLong);
	};
	const data = await transfer.open();
	try {
		await transfer.run(data, {
			command: exchange,
			move: async () => {
				using _deadline = new Deadline(limits.directoryMs, cutOff);
				let bytes = 0;
				for await (const chunk of data.receive()) {
					bytes += chunk.length;
					if (bytes > limits.directoryBytes) cutOff();
					for (const line of lines.push(chunk)) listing.add(parseMachineLine(line));
				}
			}
		});
	} catch (error) {
		if (transfer.abortReason === tooLong) return { outcome: "truncated" };
		if (error instanceof ReplyError) return refused$1(error);
		throw error;
	}
	const { lines: text } = await exchange.final;
	if (lines.isMidLine || /truncated/i.test(text.join("\n"))) return { outcome: "truncated" };
	return {
		outcome: "listed",
		entries: listing.entries
	};
}
/** @throws `refusal` when it isn't about the directory. */
function refused$1(refusal) {
	if (!["MLSD", "CWD"].includes(refusal.verb) || !isFileRefusal(refusal.reply)) throw refusal;
	return {
		outcome: "refused",
		refusal
	};
}
// src/ftps/listing/status-line.ts
const longFormat = /^\s*([-\w])[-\w]{9}[.+@]?\s+\d+\s+\S+\s+\S+\s+(\S+)\s+\S+\s+\d{1,2}\s+(?:\d{4}|\d{1,2}:\d{2}) (.+)$/s;
/**
* Parses a line of a directory listing in the format of `ls -l`, as servers send it in reply to STAT. No RFC defines it,
* so any deviation, such as an owner with a space, makes a line unclear.
*
* ProFTPD rounds sizes (`4.0k`): the size is then unknown. The times are in an unknown time zone and without seconds.
*
* @returns Undefined when the line is unclear, or not about a file or directory.
*/
function parseStatusLine(line) {
	const [, type, size = "", name] = longFormat.exec(line) ?? [];
	if (name === void 0 || type !== "-" && type !== "d") return void 0;
	const isFile = type === "-";
	return {
		name,
		isFile,
		sizeBytes: isFile && /^\d{1,15}$/.test(size) ? Number(size) : void 0
	};
}
// src/ftps/listing/status-listing.ts
/**
* Lists directories over the control connection: STAT with a path (RFC 959 section 4.1.3), many of them in one write.
*
* Such a listing may only confirm that a file is there: servers leave out hidden files, stop after a number of files
* without saying so, and list a missing directory as an empty one.
*/
var StatusListings = class {
	#control;
	#pipelining;
	#working;
	#isSupported = true;
	constructor(control, options) {
		this.#control = control;
		this.#pipelining = options.pipelining;
		this.#working = options.working;
	}
	/**
	* Lists directories. Nothing is known about a directory whose path servers would expand or cut, and about all of them
	* once the server has said that it doesn't support this, or that it accepts only plain names.
	*
	* @returns The listings, in the order of the requests.
	* @throws {@link ProtocolError} when a reply can't be one to STAT, or is longer than any listing;
	*   {@link TimeoutError}, {@link ConnectionLostError} when one doesn't arrive; {@link ReplyError} when the server ends
	*   the session.
	*/
	async list(requests) {
		const isPossible = this.#isSupported && !this.#working.usesPlainNames;
		const sent = requests.map((request) => isPossible && isListable(request.path) ? statusRequest(request) : void 0);
		if (isPossible) await this.#working.prepareAll(requests.map(({ path }) => path));
		const exchanges = sent.flatMap((one) => one === void 0 ? [] : [one.exchange]);
		try {
			await this.#pipelining.executeWhile(exchanges, ({ reply }) => {
				this.#isSupported &&= !isUnsupported(reply);
				return this.#isSupported;
			});
		} finally {
			this.#pipelining.acquit();
		}
		const listings = [];
		for (const one of sent) {
			const isAnswered = one?.exchange.isSent === true;
			listings.push(isAnswered ? await this.#listing(one) : void 0);
		}
		return listings;
	}
	async #listing({ exchange, listing }) {
		const reply = await exchange.final;
		if (isFileRefusal(reply)) return void 0;
		if (isRefusal(reply)) throw new ReplyError(exchange.command, reply);
		if (!isStatus(reply) && !isFileCompletion(reply)) throw this.#control.outOfSync(exchange.command, reply);
		return isStatus(reply) ? listing.entries : void 0;
	}
};
function statusRequest(request) {
	const listing = new ListingEntries(request);
	const self = request.path.split("/").at(-1);
	return {
		exchange: new Exchange(pathCommand("STAT", request.path), (line) => {
			const entry = parseStatusLine(line);
			if (entry?.name !== self) listing.add(entry);
		}),
		listing
	};
}
/**
* Whether a path can be listed with STAT: ProFTPD and Pure-FTPd expand patterns, pyftpdlib rejects them, and Pure-FTPd
* reads the path only up to a space. Without a path, STAT is about the session.
*/
function isListable(path) {
	return path !== "" && isOneLine(path) && !/[\s[\]*?{}\\]/.test(path) && Buffer.byteLength(path) < limits.windowBytes;
}
/** 211, 212 and 213 (RFC 959 section 4.2.2), and the 221 of FileZilla Server. */
function isStatus(reply) {
	return [
		replyCode.systemStatus,
		replyCode.directoryStatus,
		replyCode.fileStatus,
		replyCode.serviceClosing
	].includes(reply.code);
}
// src/ftps/optional-parts.ts
/**
* What a run still uses of the optional parts. All control connections of the run share it, so that what one of them has
* found out about the server holds for the next ones as well.
*/
var OptionalParts = class {
	#onDropped;
	#dropped = /* @__PURE__ */ new Set();
	#proven = /* @__PURE__ */ new Set();
	#causes = /* @__PURE__ */ new WeakSet();
	/** @param onDropped - Called once for each part that is dropped, with the reason: safe to display. */
	constructor(onDropped = () => void 0) {
		this.#onDropped = onDropped;
	}
	isUsable(part) {
		return !this.#dropped.has(part);
	}
	/**
	* Stops using a part for the rest of the run.
	*
	* @param cause - The error that shows that the server doesn't support it; {@link explains} then finds it.
	*/
	drop(part, reason, cause) {
		if (this.#dropped.has(part)) return;
		this.#dropped.add(part);
		if (cause !== void 0) this.#causes.add(cause);
		this.#onDropped(part, reason);
	}
	/** Whether a part was dropped because of this error: what has failed can be repeated without the part. */
	explains(error) {
		return this.#causes.has(error);
	}
	/** Records that the server supports a part. */
	prove(part) {
		this.#proven.add(part);
	}
	/** Whether the server has shown in this run that it supports a part. */
	isProven(part) {
		return this.#proven.has(part);
	}
};
// src/ftps/client.ts
/**
* An FTPS client: one control connection, and one passive data connection per transfer. Transfers run one at a time.
*
* @example
*   const client = await FtpsClient.open(options);
*   await client.login('deploy', password);
*   await client.store('www/index.html', source);
*   await client.quit();
*/
var FtpsClient = class FtpsClient {
	/** Commands on files that need no data connection. */
	files;
	/** For servers that reject paths with directories. */
	plainNames;
	#control;
	#tls;
	#greeting;
	#keepAliveMs;
	#pipelining;
	#passive;
	#optional;
	#working;
	#batches;
	#directories;
	#statusListings;
	#uploader;
	#retrieval;
	#transfer;
	constructor(options, opened) {
		const { control, tls, greeting } = opened;
		const optional = options.optional ?? new OptionalParts();
		const pipelining = new Pipelining(control, {
			...options,
			optional
		});
		const passive = new PassiveConnector(options, {
			control,
			tls,
			pipelining,
			optional
		});
		const working = new WorkingDirectory(control, optional);
		this.#control = control;
		this.#tls = tls;
		this.#greeting = greeting;
		this.#keepAliveMs = options.keepAliveMs ?? limits.keepAliveMs;
		this.#pipelining = pipelining;
		this.#passive = passive;
		this.#optional = optional;
		this.#working = working;
		const context = {
			pipelining,
			optional,
			working
		};
		this.#directories = new DirectoryCommands(control, context);
		this.#batches = new FileBatches(control, context);
		this.files = new FileCommands(control, {
			...context,
			batches: this.#batches
		});
		this.plainNames = new PlainNames(control, context);
		this.#statusListings = new StatusListings(control, context);
		this.#uploader = new Uploader(control, {
			passive,
			pipelining
		});
		this.#retrieval = {
			control,
			passive,
			...context
		};
	}
	/**
	* Connects, starts TLS according to the mode, verifies the certificate and waits for the greeting. Only the TLS
	* handshake (and AUTH TLS) is sent before the certificate was verified.
	*
	* @throws {@link ConnectionError}, {@link TlsError}, {@link CertificateError}, {@link TimeoutError},
	*   {@link ConnectionLostError}, {@link ReplyError} (the server rejects the connection or AUTH), {@link ProtocolError}.
	*/
	static async open(options) {
		return new FtpsClient(options, await openControlConnection(options));
	}
	/** Protocol, cipher and certificate of the control connection; undefined in mode `none`. */
	get tls() {
		return this.#tls?.info;
	}
	/** The first line of the server's greeting, safe to display. */
	get greeting() {
		return sanitize(this.#greeting, limits.greetingCharacters);
	}
	/** The working directory after login, for display; undefined when the server doesn't report it. */
	get loginDirectory() {
		return this.#working.loginDirectory?.toWellFormed();
	}
	/** The server's capabilities; none before the login. */
	get features() {
		return this.files.features;
	}
	/** The strongest hash that the server supports; undefined when it supports none. */
	get checksumMethod() {
		return chooseChecksum(this.features);
	}
	get dataConnections() {
		return this.#passive.count;
	}
	/** Why the control connection can no longer be used; undefined as long as it can. */
	get failure() {
		return this.#control.failure;
	}
	/** Logs in and prepares the session; throws what {@link setUpSession} throws. */
	async login(username, password) {
		const { features, loginDirectory } = await setUpSession({
			control: this.#control,
			pipelining: this.#pipelining,
			isProtected: this.#tls !== void 0
		}, {
			username,
			password
		});
		this.files.features = features;
		this.#working.loginDirectory = loginDirectory;
	}
	/** When commands are sent before earlier ones have got their replies. */
	get pipeliningMode() {
		return this.#pipelining.mode;
	}
	/** Takes over the pipelining mode of another client of the same server, unless this one has found out its own. */
	adoptPipelining({ pipeliningMode }) {
		this.#pipelining.adopt(pipeliningMode);
	}
	/** Whether the control connection has failed before it was clear that the server supports pipelining. */
	get brokeWhilePipelining() {
		const { failure } = this.#control;
		return this.#pipelining.isUnproven && failure instanceof FtpsError && !(failure instanceof ReplyError);
	}
	/** Whether the control connection was lost after a successful upload, before the reply to any other command. */
	get closedAfterUpload() {
		const { failure, replies } = this.#control;
		return failure instanceof ConnectionLostError && replies === this.#uploader.repliesToUpload;
	}
	/** Creates directories, parents first; see {@link DirectoryCommands.create}. */
	async createDirectories(paths) {
		return await this.#directories.create(paths);
	}
	/** Looks for several directories; see {@link DirectoryCommands.probeAll}. */
	async probeDirectories(paths) {
		return await this.#directories.probeAll(paths);
	}
	/** Finds out whether a directory exists and can be entered; see {@link DirectoryCommands.probe}. */
	async probeDirectory(path) {
		return await this.#directories.probe(path);
	}
	/** Tests a data connection by listing the working directory; throws what {@link discardListing} throws. */
	async list() {
		const list = command(this.features.has("MLST") ? "MLSD" : "LIST");
		using transfer = this.#beginTransfer();
		await discardListing(transfer, list);
	}
	/**
	* Uploads a file: STOR; with an offset REST and STOR, or APPE where the server rejects REST (RFC 3659 section 5.3).
	*
	* @throws what {@link Transfer.open} and {@link Transfer.run} throw.
	*/
	async store(path, source, options = {}) {
		using transfer = this.#beginTransfer();
		await this.#working.prepare(path);
		const upload = {
			...options,
			path: this.#working.pathOf(path),
			source
		};
		const result = await this.#uploader.store(transfer, upload);
		if (upload.path.includes("/")) this.#optional.prove("paths");
		return result;
	}
	/** Retrieves a file into memory; see {@link retrieve}. */
	async retrieve(request) {
		using transfer = this.#beginTransfer();
		return await retrieve(transfer, request, this.#retrieval);
	}
	/** Whether RETR of a file that is probably missing is refused; see {@link isRefusedEarly}. */
	async isRefusedEarly(path) {
		return await isRefusedEarly(this.#retrieval, path);
	}
	/** Requests the port for the next transfer, if that saves a round trip. Doesn't wait for the reply. */
	expectTransfer() {
		this.#passive.request();
	}
	/** Lists a directory with MLSD; see {@link listDirectory}. */
	async listDirectory(request) {
		using transfer = this.#beginTransfer();
		return await listDirectory(transfer, request, this.#working);
	}
	/** Lists directories with STAT; see {@link StatusListings.list}. */
	async listByStatus(requests) {
		return await this.#statusListings.list(requests);
	}
	/**
	* Executes commands that don't depend on each other's replies.
	*
	* @param options.path - The file that they are about; its directory is then entered where necessary.
	* @param options.transferFollows - Whether to request the port for the next transfer in the same write.
	* @returns One reply per command, in the same order.
	*/
	async executeAll(commands, { path, transferFollows = false } = {}) {
		if (path !== void 0) await this.#working.prepare(path);
		const exchanges = commands.map((one) => new Exchange(one));
		const port = transferFollows && this.#pipelining.mode !== "off" && !this.#passive.isExpecting ? new Exchange(this.#passive.command) : void 0;
		await this.#pipelining.executeAll(port === void 0 ? exchanges : [...exchanges, port]);
		if (port !== void 0) this.#passive.expect(port);
		return await this.#control.finalReplies(exchanges);
	}
	/**
	* Executes commands, each of them on the file at the same index of `paths`. Where the server rejects CWD to the directory
	* of a file, that is the reply.
	*
	* @param options.andQuit - Ends the session with QUIT, in the same write where the server supports it.
	*/
	async executeOnFiles(commands, paths, { andQuit = false, ...options } = {}) {
		if (this.#working.usesPlainNames) {
			const answers = await this.#batches.executeEach(commands, paths);
			if (andQuit) await this.quit();
			return answers;
		}
		await this.#working.prepareAll(paths);
		if (!andQuit) return await this.executeAll(commands, options);
		return await this.#pipelining.executeAllAndQuit(commands.map((one) => new Exchange(one)));
	}
	/** See {@link FileCommands.size}. */
	async size(path) {
		return await this.files.size(path);
	}
	/** See {@link FileCommands.prepareRename}. */
	prepareRename(from, to) {
		return this.files.prepareRename(from, to);
	}
	/** See {@link FileCommands.delete}. */
	async delete(path) {
		return await this.files.delete(path);
	}
	/** See {@link FileCommands.modificationTimeCommand}. */
	modificationTimeCommand(path, time) {
		return this.files.modificationTimeCommand(path, time);
	}
	/** See {@link FileCommands.refusalOf}. */
	refusalOf(answer) {
		return this.files.refusalOf(answer);
	}
	/** Aborts a running transfer. The server's reply is still received. */
	abortTransfer(reason) {
		this.#transfer?.abort(reason);
	}
	/** Closes the control connection at once; everything that waits on it fails with the reason. */
	destroy(reason) {
		this.abortTransfer(reason);
		this.#control.fail(reason);
	}
	/** Sends QUIT, waits at most `waitMs` milliseconds (default: 3 s) for the reply and disconnects. Never throws. */
	async quit(waitMs) {
		await this.#control.quit(waitMs);
	}
	#beginTransfer() {
		if (this.#transfer !== void 0) throw new Error("Another transfer is running.");
		const context = {
			control: this.#control,
			passive: this.#passive,
			keepAliveMs: this.#keepAliveMs
		};
		this.#transfer = new Transfer(context, () => {
			this.#transfer = void 0;
		});
		return this.#transfer;
	}
};
// src/ftps/data/memory-source.ts
/** Uploads bytes in memory. */
var MemorySource = class {
	#rest;
	constructor(bytes) {
		this.#rest = Buffer.from(bytes);
	}
	read(buffer) {
		const part = this.#rest.subarray(0, buffer.length);
		buffer.set(part);
		this.#rest = this.#rest.subarray(part.length);
		return Promise.resolve(part.length);
	}
};
// src/ftps/port-probe.ts
const bannerBytes = 512;
const bannerCharacters = 100;
/**
* Finds out what answers on a port: connects once, sends nothing, and reads the first line. Used for error messages only.
* Takes at most three seconds, and never throws.
*/
async function probePort(endpoint, { secrets, signal }) {
	const { port } = endpoint;
	const received = await firstLine(endpoint, signal).catch(() => void 0);
	if (received === void 0) return {
		port,
		answer: "unreachable",
		banner: ""
	};
	const shown = secrets.filter((secret) => secret !== "").reduce((text, secret) => text.replaceAll(secret, "***"), received);
	return {
		port,
		answer: classify(received),
		banner: sanitize(shown, bannerCharacters)
	};
}
function classify(line) {
	if (line === "") return "nothing";
	if (line.startsWith("SSH-")) return "ssh";
	return /^[1-5]\d\d[ -]/.test(line) ? "ftp" : "other";
}
async function firstLine(endpoint, signal) {
	const timeoutMs = limits.portProbeMs;
	const started = performance.now();
	const socket = await connectTcp({
		connection: "control",
		endpoint,
		timeoutMs,
		signal
	});
	socket.on("error", () => void 0);
	using _abortion = destroyOnAbort(socket, signal);
	using _deadline = new Deadline(Math.max(timeoutMs - (performance.now() - started), 0), () => socket.destroy());
	const chunks = [];
	let bytes = 0;
	try {
		for await (const chunk of socket) {
			chunks.push(chunk);
			bytes += chunk.length;
			if (bytes >= bannerBytes || chunk.includes("\n")) break;
		}
	} catch {}
	socket.destroy();
	return Buffer.concat(chunks).toString("utf8", 0, bannerBytes).split(/[\r\n]/, 1)[0] ?? "";
}
// src/deploy/errors.ts
const maxProblemsInMessage = 10;
/** The files can't be uploaded as requested; found before connecting. */
var PlanError = class extends Error {
	code = "PLAN";
	/** Every problem as a sentence, safe to display. */
	problems;
	constructor(problems) {
		const shown = problems.slice(0, maxProblemsInMessage);
		const more = problems.length - shown.length;
		super([...shown, ...more > 0 ? [`And ${more} more.`] : []].join("\n"));
		this.name = "PlanError";
		this.problems = problems;
	}
};
/** A local file can't be read, or isn't the file that was planned. */
var LocalFileError = class extends Error {
	code = "LOCAL_FILE";
	path;
	constructor(path, problem, options) {
		super(`The local file ${sanitize(path)} ${problem}.`, options);
		this.name = "LocalFileError";
		this.path = path;
	}
};
/** The file on the server isn't what was sent. */
var VerificationError = class extends Error {
	code = "VERIFICATION";
	remotePath;
	/** @param problem - The rest of a sentence that starts with the path. */
	constructor(remotePath, problem) {
		super(`${sanitize(remotePath)} ${problem}.`);
		this.name = "VerificationError";
		this.remotePath = remotePath;
	}
};
/** `verify-uploads: checksum` needs a server that supports checksums. */
var NoChecksumError = class extends Error {
	code = "NO_CHECKSUM";
	constructor() {
		super("The server doesn't support checksums (HASH, XSHA256, XSHA1, XMD5, XCRC).");
		this.name = "NoChecksumError";
	}
};
/** An uploaded file couldn't be renamed to its final path. */
var PublishError = class extends Error {
	code = "PUBLISH";
	constructor(problem, cause) {
		super(`${problem}: ${cause.message}`, { cause });
		this.name = "PublishError";
	}
};
/** The maintenance file could not be uploaded or deleted. */
var MaintenanceError = class extends Error {
	code = "MAINTENANCE";
	operation;
	constructor(operation, remotePath, cause) {
		const reason = cause instanceof ReplyError ? formatReply(cause.reply) : cause.message;
		super(`Could not ${operation} the maintenance file ${sanitize(remotePath)}: ${reason}`, { cause });
		this.name = "MaintenanceError";
		this.operation = operation;
	}
};
/** The server can't store a file under its name. Concerns no other file, and no retry would help. */
var FileNameError = class extends Error {
	code = "FILE_NAME";
	problem;
	/** The file that the server has under this name, if `problem` is `same-file`. */
	otherPath;
	/** @param message - A sentence that doesn't name the file itself. */
	constructor(problem, message, options = {}) {
		super(message, options);
		this.name = "FileNameError";
		this.problem = problem;
		this.otherPath = options.otherPath;
	}
};
/** The run was cancelled. */
var CancelledError = class extends Error {
	code = "CANCELLED";
	/** @param origin - What cancelled it, such as `SIGINT`. */
	constructor(origin) {
		super(`The run was cancelled (${origin}).`);
		this.name = "CancelledError";
	}
};
/** The message of an error of the system, which quotes file names unchanged: safe to display. */
function systemMessage(error) {
	return sanitize(error.message);
}
// src/deploy/run-clock.ts
/** The time for a run that the signal may cancel. */
function runClock(signal) {
	return {
		now: () => performance.now(),
		date: () => Date.now(),
		wait: async (milliseconds) => {
			await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(milliseconds, void 0, { signal }).catch(() => void 0);
			signal.throwIfAborted();
		}
	};
}
// src/deploy/sync/client-replies.ts
function exactSizes(entries) {
	const sizes = /* @__PURE__ */ new Map();
	for (const { name, isFile, sizeBytes } of entries) if (isFile && sizeBytes !== void 0) sizes.set(name, sizeBytes);
	return sizes;
}
/** SIZE and MDTM of files; {@link statusesIn} reads the replies. */
function statusCommands(client, paths) {
	return [...paths.map((path) => client.files.sizeCommand(path)), ...paths.map((path) => client.files.modifiedCommand(path))];
}
function statusesIn(client, answers) {
	const count = answers.length / 2;
	return answers.slice(0, count).map((answer, index) => ({
		size: sizeIn(client, answer),
		modifiedMs: modifiedIn(client, answerAt(answers, count + index))
	}));
}
/** The size in a reply to SIZE; `unknown` if the number may mean something else. */
function sizeIn(client, answer) {
	const size = valueOf(() => client.files.parseSize(answer));
	if (size instanceof ReplyError) return "missing";
	return size?.isPlain === true ? size.bytes : "unknown";
}
function sizeOf(answer) {
	if (answer instanceof ReplyError) return "missing";
	return answer ?? "unknown";
}
/** The modification time in a reply to MDTM; undefined when the server refuses it permanently. */
function modifiedIn(client, answer) {
	const modified = valueOf(() => client.files.parseModified(answer));
	return modified instanceof ReplyError ? void 0 : modified;
}
/** Whether an upload has failed after the server had accepted it, so that the file may have changed. */
function hasBegun(error) {
	return error instanceof ReplyError && error.stage !== void 0 && error.stage !== "refused";
}
/** Whether the server has refused APPE as such, and nothing was changed. */
function refusesAppending(error) {
	return error.verb === "APPE" && error.reply.code === replyCode.localError && !hasBegun(error);
}
/** A value, or the permanent refusal that reading it throws. */
function valueOf(read) {
	try {
		return read();
	} catch (error) {
		if (error instanceof ReplyError && !error.isTransient) return error;
		throw error;
	}
}
/** The refusal for the caller; throws one that is transient. */
function permanent(error) {
	if (error === void 0) return void 0;
	if (error.isTransient) throw error;
	return {
		kind: "refused",
		error
	};
}
function answerAt(answers, index) {
	const answer = answers[index];
	if (answer === void 0) throw new Error("A command has no reply.");
	return answer;
}
// src/deploy/sync/client-listings.ts
/** Most entries that are kept of listings: other files in the same directories must not fill the memory. */
const maxEntries = 2e5;
/** Files in a directory from which MLSD is cheaper than SIZE of each: some five round trips. */
const filesWorthMachineListing = 600;
/** Lists directories by STAT, or by MLSD where STAT rounds sizes. */
var ClientListings = class {
	#hasExactStatus = true;
	/** Names and exact sizes of the files in directories. */
	async list(client, directories) {
		let entries = 0;
		const accepts = () => (entries += 1) <= maxEntries;
		const listings = [];
		const listed = this.#hasExactStatus ? await client.listByStatus(directories.map((path) => ({
			path,
			accepts
		}))) : [];
		for (const [index, path] of directories.entries()) {
			const files = [...listed[index]?.values() ?? []].filter(({ isFile }) => isFile);
			this.#hasExactStatus &&= files.every(({ sizeBytes }) => sizeBytes !== void 0);
			const machine = !this.#hasExactStatus && files.length >= filesWorthMachineListing && client.features.has("MLST") ? await client.listDirectory({
				path,
				accepts
			}) : void 0;
			listings.push(exactSizes(machine?.outcome === "listed" ? [...machine.entries.values()] : files));
		}
		return listings;
	}
};
// src/deploy/sync/errors.ts
/** The state of the previous deployment can't be used, or another run is changing the server. */
var StateError = class extends Error {
	code = "STATE";
	reason;
	constructor(reason, message, options) {
		super(message, options);
		this.name = "StateError";
		this.reason = reason;
	}
};
/** More files would be deleted than `max-deletions` allows. */
var DeleteLimitError = class extends Error {
	code = "DELETE_LIMIT";
	/** The files that would be deleted, relative to the remote directory. */
	paths;
	/** @param knownFiles - Number of files that the last deployment left. */
	constructor(paths, { limit, knownFiles }) {
		super(`${paths.length} of ${knownFiles} files would be deleted, more than max-deletions: ${limit} allows. Nothing was changed.`);
		this.name = "DeleteLimitError";
		this.paths = paths;
	}
};
/** The error for a file that is longer than any state or journal. */
function fileTooLong(path, maxBytes) {
	return new StateError("too-long", `${sanitize(path)} has more than ${maxBytes} bytes, or arrives too slowly.`);
}
// src/deploy/retry.ts
const maxDelayMs = 6e4;
/** How much longer to wait for a server that is busy. */
const busyServerFactor = 5;
/**
* Runs `work` until it succeeds, fails permanently or has used up its retries, and throws the last error.
*
* @throws The signal's reason when it is aborted, immediately even during a delay.
*/
async function withRetries(options, work) {
	const { subject, policy, signal } = options;
	let attempt = 1;
	for (;;) {
		signal.throwIfAborted();
		try {
			return await work();
		} catch (thrown) {
			const error = thrown;
			signal.throwIfAborted();
			const isFree = options.isFree(error);
			const isLast = attempt > policy.retries && !isFree;
			const delayMs = retryDelay(attempt, error, policy);
			if (isLast || !options.isTransient(error, delayMs)) throw error;
			options.onRetry({
				subject,
				error,
				attempt,
				attempts: policy.retries + 1,
				delayMs,
				isFree
			});
			if (!isFree) attempt += 1;
			await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(delayMs, void 0, { signal }).catch(() => void 0);
		}
	}
}
/**
* Delay before a retry, in milliseconds. It doubles with every attempt and is longer for a busy server. The actual
* delay is a random value between half of that and all of it, so that runs that failed together don't retry together.
*/
function retryDelay(attempt, error, { firstPauseMs }) {
	const factor = isBusy(error) ? busyServerFactor : 1;
	const longest = Math.min(firstPauseMs * factor * 2 ** (attempt - 1), maxDelayMs);
	return Math.round(longest * (.5 + Math.random() / 2));
}
/**
* Whether an upload is worth a retry: after 4yz, a lost connection, a timeout, a reply that leaves the session out of
* sync, or a failed verification. Never after 5yz, or an error about a certificate or a local file.
*/
function isTransient(error) {
	if (error instanceof ReplyError) return error.isTransient;
	if (error instanceof ConnectionError) return error.connection === "data" || mayRecover(error);
	return error instanceof TimeoutError || error instanceof ConnectionLostError || error instanceof ProtocolError || error instanceof VerificationError;
}
/**
* Whether connecting is worth a retry. A server that refuses the very first connection is down, or the port is wrong;
* one that has answered before may come back. A server that doesn't speak FTP, or rejects our TLS or client
* certificate, will do so again.
*
* A password is sent once, because servers lock accounts after a few failures. So no refusal of USER or PASS is retried
* except 421, with which the server closes the connection without a judgment. After PASS was sent, a lost connection
* and a timeout are final too. Once a login has succeeded in the run, the password is known to be right, and both are
* retried, as is a temporary refusal (4yz).
*/
function isTransientAtConnect(error, history) {
	if (error instanceof ProtocolError) return false;
	if (error instanceof ConnectionLostError && error.isAlert) return false;
	if (error instanceof ConnectionError && error.reason === "ECONNREFUSED") return history.hasAnswered;
	if (error instanceof ReplyError) return isTransientRefusal(error, history);
	if (error instanceof ConnectionLostError || error instanceof TimeoutError) return error.verb !== "PASS" || history.hasLoggedIn;
	return isTransient(error);
}
function isTransientRefusal(error, { hasLoggedIn }) {
	if (error.requiresTls) return false;
	const isLogin = error.verb === "USER" || error.verb === "PASS";
	return isBusy(error) || error.isTransient && (hasLoggedIn || !isLogin);
}
/** Whether the server has no room for another connection. ProFTPD says so with 530, also instead of a greeting. */
function isBusy(error) {
	if (!(error instanceof ReplyError)) return false;
	const { context, reply } = error;
	return context === "greeting" && reply.code === replyCode.notLoggedIn || reply.code === replyCode.serviceNotAvailable;
}
/**
* Whether a connection attempt failed because no FTPS server answers on the port: it is closed, a firewall drops the
* packets, or something else listens there. Not if the host name is unknown.
*/
function isWithoutAnswer(error) {
	if (error instanceof ConnectionError) return !["ENOTFOUND", "EAI_AGAIN"].includes(error.reason);
	if (error instanceof TlsError) return error.detectedProtocol === "other";
	if (error instanceof ConnectionLostError) return !error.isAlert;
	return error instanceof TimeoutError;
}
function mayRecover(error) {
	return ![
		"ENOTFOUND",
		"EACCES",
		"EPERM",
		"EINVAL"
	].includes(error.reason);
}
// src/deploy/sync/client-files.ts
/** The files of a server, over one connection at a time. */
var ClientFiles = class {
	#connection;
	#options;
	/** The client that changes are sent to: the one that {@link connect} has returned the number of. */
	#client;
	#hasAskedStatuses = false;
	#listings = new ClientListings();
	constructor(connection, options) {
		this.#connection = connection;
		this.#options = options;
	}
	/** Uses another connection from now on. */
	use(connection) {
		this.#connection = connection;
	}
	isTransient(error) {
		if (this.#connection.hasGivenUp) return false;
		return isTransient(error) || hasBegun(error) || this.#options.optional.explains(error);
	}
	async connect() {
		this.#client = await this.#connection.connect(this.#options.signal);
		return this.#connection.number;
	}
	async retrieve(path, maxBytes) {
		const retrieval = await this.#read({ remotePath: path }, (client) => client.retrieve({
			path,
			maxBytes
		}));
		if (retrieval.outcome === "cut-off") throw fileTooLong(path, maxBytes);
		return retrieval.outcome === "retrieved" ? retrieval.bytes : void 0;
	}
	async isMissing(path) {
		return await this.#read({ remotePath: path }, (client) => client.isRefusedEarly(path));
	}
	async expectTransfer() {
		(await this.#connection.connect(this.#options.signal)).expectTransfer();
	}
	async statuses(paths) {
		const transferFollows = !this.#hasAskedStatuses;
		this.#hasAskedStatuses = true;
		return await this.#statuses(paths, { transferFollows });
	}
	async statusesAndQuit(paths) {
		return await this.#statuses(paths, { andQuit: true });
	}
	async sizes(paths) {
		const found = /* @__PURE__ */ new Map();
		await this.#read("server-check", async (client) => {
			const open = paths.filter((path) => !found.has(path));
			const answers = await client.files.sizes(open);
			let busy;
			for (const [index, path] of open.entries()) {
				const answer = answers[index];
				if (answer instanceof ReplyError && answer.isTransient) busy = answer;
				else found.set(path, sizeOf(answer));
			}
			if (busy !== void 0) throw busy;
		});
		return paths.map((path) => found.get(path) ?? "unknown");
	}
	async modificationTimes(paths) {
		return await this.#read("server-check", async (client) => {
			const commands = paths.map((path) => client.files.modifiedCommand(path));
			return (await client.executeOnFiles(commands, paths)).map((answer) => modifiedIn(client, answer));
		});
	}
	async list(directories) {
		const nothing = directories.map(() => /* @__PURE__ */ new Map());
		const { optional } = this.#options;
		if (directories.length === 0 || !optional.isUsable("listings")) return nothing;
		const client = await this.#connection.connect(this.#options.signal);
		try {
			return await this.#listings.list(client, directories);
		} catch (error) {
			if (optional.explains(error)) return nothing;
			if (!isTransient(error)) throw error;
			optional.drop("listings", error.message);
			return nothing;
		}
	}
	async directoriesExist(paths) {
		return (await this.#read("server-check", (client) => client.probeDirectories(paths))).map((result) => !(result instanceof ReplyError));
	}
	async matchChecksums(paths) {
		return await this.#read("server-check", async (client) => {
			const method = client.checksumMethod;
			if (method === void 0) return void 0;
			const hashes = await client.files.checksums(paths, method);
			const matches = [];
			for (const [index, path] of paths.entries()) {
				const hash = hashes[index];
				if (hash instanceof ReplyError && hash.isTransient) throw hash;
				matches.push(hash === await this.#options.hashOf(path, method.hash));
			}
			return matches;
		});
	}
	async store(path, bytes, after) {
		return await this.#change((client) => this.#transfer(client, path, {
			bytes,
			after,
			append: false
		}));
	}
	async append(path, bytes, after) {
		try {
			return await this.#change((client) => this.#transfer(client, path, {
				bytes,
				after,
				append: true
			}));
		} catch (error) {
			if (error instanceof ReplyError && refusesAppending(error)) return {
				kind: "refused",
				error
			};
			throw error;
		}
	}
	async rename(from, to, after) {
		return await this.#change(async (client) => {
			const asked = after === void 0 ? [] : statusCommands(client, after.paths);
			const { refusal, replies } = await client.files.rename(from, to, asked);
			this.#answer(client, after, replies);
			return refusal;
		});
	}
	async deleteFiles(paths) {
		return (await this.#usable.files.deleteAll(paths)).map(permanent);
	}
	async takeAwayAndQuit(path) {
		const client = this.#usable;
		const commands = [client.files.sizeCommand(path), client.files.deleteCommand(path)];
		const answers = await client.executeOnFiles(commands, [path, path], { andQuit: true });
		permanent(client.refusalOf(answerAt(answers, 1)));
		return sizeIn(client, answerAt(answers, 0));
	}
	async makeDirectory(path) {
		return await this.#change((client) => client.files.createDirectory(path));
	}
	async removeDirectory(path) {
		return await this.#change((client) => client.files.removeDirectory(path));
	}
	async #statuses(paths, options) {
		return await this.#read("server-check", async (client) => {
			const commands = statusCommands(client, paths);
			return statusesIn(client, await client.executeOnFiles(commands, [...paths, ...paths], options));
		});
	}
	/** The client that {@link connect} returned, even if its connection has failed since: nothing is sent then. */
	get #usable() {
		if (this.#client === void 0) throw new Error("Not connected.");
		return this.#client;
	}
	/** Reads from the server until it succeeds or has failed too often. */
	async #read(subject, work) {
		const { retry: policy, onRetry, signal, optional } = this.#options;
		const connection = this.#connection;
		return await withRetries({
			subject,
			policy,
			isTransient: (error) => !connection.hasGivenUp && (isTransient(error) || optional.explains(error)),
			isFree: (error) => connection.brokeWhilePipelining || optional.explains(error),
			onRetry,
			signal
		}, async () => work(await connection.connect(signal)));
	}
	/** Changes something, once. */
	async #change(work) {
		try {
			return permanent(await work(this.#usable) ?? void 0);
		} catch (error) {
			if (!(error instanceof ReplyError) || this.isTransient(error)) throw error;
			return permanent(error);
		}
	}
	/** Uploads a small file. What is asked for after it isn't a part of the upload, so it may fail. */
	async #transfer(client, path, upload) {
		const { bytes, after, append } = upload;
		const options = {
			append,
			followUps: after !== void 0 && this.#options.optional.isUsable("paths") ? statusCommands(client, after.paths) : [],
			moreUploads: after?.transferFollows === true
		};
		const { replies } = await client.store(path, new MemorySource(bytes), options);
		this.#answer(client, after, replies);
	}
	/** Passes on the replies to what was asked for after a change, if there are any. */
	#answer(client, after, replies) {
		if (replies.length === 0) return;
		try {
			after?.answered(statusesIn(client, replies));
		} catch (error) {
			if (!this.isTransient(error)) throw error;
		}
	}
};
// src/deploy/sync/random-text.ts
/** Most characters of random text in a state or a journal. */
const maxCharacters = 64;
/** Text of random length, so that two states or journals rarely have the same size. */
function randomText() {
	return (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.randomBytes)(maxCharacters).toString("base64url").slice(0, (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.randomInt)(maxCharacters));
}
// src/deploy/sync/read-only-files.ts
/** The files of a server, for runs that only read: nothing that changes something is passed on. */
var ReadOnlyFiles = class {
	#files;
	constructor(files) {
		this.#files = files;
	}
	isTransient(error) {
		return this.#files.isTransient(error);
	}
	connect() {
		return this.#files.connect();
	}
	retrieve(path, maxBytes) {
		return this.#files.retrieve(path, maxBytes);
	}
	isMissing(path) {
		return this.#files.isMissing(path);
	}
	expectTransfer() {
		return Promise.resolve();
	}
	statuses(paths) {
		return this.#files.statuses(paths);
	}
	statusesAndQuit(paths) {
		return this.#files.statusesAndQuit(paths);
	}
	sizes(paths) {
		return this.#files.sizes(paths);
	}
	modificationTimes(paths) {
		return this.#files.modificationTimes(paths);
	}
	list(directories) {
		return this.#files.list(directories);
	}
	directoriesExist(paths) {
		return this.#files.directoriesExist(paths);
	}
	matchChecksums(paths) {
		return this.#files.matchChecksums(paths);
	}
	store(path) {
		return refuse(`STOR ${path}`);
	}
	append(path) {
		return refuse(`APPE ${path}`);
	}
	rename(from) {
		return refuse(`RNFR ${from}`);
	}
	deleteFiles(paths) {
		return refuse(`DELE ${paths.join(", ")}`);
	}
	takeAwayAndQuit(path) {
		return refuse(`DELE ${path}`);
	}
	makeDirectory(path) {
		return refuse(`MKD ${path}`);
	}
	removeDirectory(path) {
		return refuse(`RMD ${path}`);
	}
};
function refuse(command) {
	return Promise.reject(/* @__PURE__ */ new Error(`A dry run must not send ${command}.`));
}
// src/deploy/plan/folding.ts
/**
* Folds a remote path the way the least careful server does: paths with the same result may be one file there. Servers on
* Windows and macOS ignore case and Unicode form, and Windows drops dots and spaces at the end of each segment.
*/
function foldPath(path) {
	if (isPlain$1(path)) return path.toLowerCase();
	return withoutTrailing(path).normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}
/** Groups paths that fold to the same; only groups of several different ones. */
function foldedGroups(paths) {
	const groups = /* @__PURE__ */ new Map();
	for (const path of paths) {
		const folded = foldPath(path);
		const group = groups.get(folded);
		if (group === void 0) groups.set(folded, /* @__PURE__ */ new Set([path]));
		else group.add(path);
	}
	return new Map([...groups].filter(([, { size }]) => size > 1).map(([folded, group]) => [folded, [...group]]));
}
/** What a server must ignore to take two paths, which fold to the same, for one. */
function differencesBetween(one, other) {
	const [a, b] = [withoutTrailing(one), withoutTrailing(other)];
	const [composedA, composedB] = [a.normalize("NFC"), b.normalize("NFC")];
	const kinds = [];
	if (endings(one).join("/") !== endings(other).join("/")) kinds.push("trailing");
	if (lowerCase(composedA) !== lowerCase(composedB)) return [...kinds, "mapping"];
	if (lowerCase(a) !== lowerCase(b)) kinds.push("unicode");
	if (composedA !== composedB) kinds.push("case");
	return kinds;
}
/**
* Respells a path so that only a server that ignores `kind` takes both for one. Changes segments in which `path` and
* `other` differ if possible, and never returns a path of `taken`.
*
* @returns undefined when there is no such spelling.
*/
function respell(path, kind, { other, taken }) {
	const [segments, others] = [path.split("/"), other.split("/")];
	const all = segments.keys().toArray().reverse();
	const differing = all.filter((index) => segments[index] !== others[index]);
	const suffix = endings(other).concat(endings(path)).find((text) => text !== "") ?? ".";
	for (const index of [...differing, ...all]) for (const spelling of spellings$1(segments[index] ?? "", kind, suffix)) {
		const respelled = segments.with(index, spelling).join("/");
		if (!taken.has(respelled) && respelled !== path) return respelled;
	}
}
/** Other spellings of a segment, those first that are the least likely to exist by accident. */
function spellings$1(segment, kind, suffix) {
	switch (kind) {
		case "case": return mixtures(Array.from(segment).map((letter) => [letter, otherCase(letter)]));
		case "unicode": return mixtures(Array.from(segment.normalize("NFC")).flatMap(unicodeForms));
		case "trailing": {
			const last = suffix.at(-1) ?? ".";
			const longer = withoutTrailing(segment) + suffix + last;
			return segment === "" ? [] : [
				longer,
				longer + last,
				longer + last + last
			];
		}
		case "mapping": return [];
	}
}
/** Ways to choose one of two forms of each character. */
function mixtures(forms) {
	const variable = forms.flatMap(([one, other], index) => one === other ? [] : [index]);
	const choose = (isOther) => forms.map((form, index) => form[isOther(variable.indexOf(index)) ? 1 : 0]).join("");
	return [
		choose((order) => order % 2 === 0),
		choose((order) => order % 2 === 1),
		...variable.map((_, chosen) => choose((order) => order === chosen)),
		choose((order) => order >= 0),
		choose(() => false)
	];
}
/** The composed and the decomposed form of a character; acute and grave accents have a second decomposed one. */
function unicodeForms(character) {
	const decomposed = character.normalize("NFD");
	const tone = decomposed.replace("̀", "̀").replace("́", "́");
	return [tone === decomposed ? [character, decomposed] : [decomposed, tone]];
}
/** The other case of a letter, if each is the other of the other. */
function otherCase(letter) {
	const [upper, lower] = [letter.toUpperCase(), letter.toLowerCase()];
	if (upper.toLowerCase() !== lower || lower.toUpperCase() !== upper) return letter;
	return letter === upper ? lower : upper;
}
/** Letter by letter, as file systems do. */
function lowerCase(text) {
	return Array.from(text, (letter) => {
		const lower = letter.toLowerCase();
		return lower.length === letter.length ? lower : letter;
	}).join("").normalize(text === text.normalize("NFC") ? "NFC" : "NFD");
}
/** Whether a path has only ASCII characters, and no dot or space at the end of a segment: folding is simple then. */
function isPlain$1(path) {
	return /^[\x21-\x7e ]*$/.test(path) && !/[. ](?:\/|$)/.test(path);
}
const trailing = /(?<!^)[. ]+$/;
function withoutTrailing(path) {
	return path.split("/").map((segment) => segment.replace(trailing, "")).join("/");
}
/** What {@link withoutTrailing} removes from each segment. */
function endings(path) {
	return path.split("/").map((segment) => trailing.exec(segment)?.[0] ?? "");
}
// src/deploy/sync/json.ts
function asObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : void 0;
}
function asStrings(value) {
	return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : void 0;
}
/** Whether a value is a number of bytes or the like. */
function isCount(value) {
	return Number.isSafeInteger(value) && value >= 0;
}
// src/deploy/sync/relative-path.ts
/**
* Whether a path read from the server is safe to use: relative to the remote directory, below it, and in its plain form.
* Anything else could name a file outside the deployment.
*/
function isPlainPath(path) {
	return !emptySegment.test(path) && remotePathProblem(path) === void 0;
}
/** A segment that is empty, or a single dot. */
const emptySegment = /(?:^|\/)\.?(?:\/|$)/;
/** The path relative to the remote directory; undefined if it isn't below it. */
function relativeTo(remoteDirectory, remotePath) {
	const prefix = remoteDirectory === "" || remoteDirectory.endsWith("/") ? remoteDirectory : `${remoteDirectory}/`;
	if (!remotePath.startsWith(prefix)) return void 0;
	const path = remotePath.slice(prefix.length);
	return isPlainPath(path) ? path : void 0;
}
/** The directory that contains a relative path; `''` is the remote directory. */
function parentOf(path) {
	return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
/** The directories above a relative path, innermost first, without the remote directory. */
function parentsOf(path) {
	const parents = [];
	for (let parent = parentOf(path); parent !== ""; parent = parentOf(parent)) parents.push(parent);
	return parents;
}
// src/deploy/sync/state.ts
/** Largest state that is read, unpacked. A larger one is rejected before connecting. */
const maxStateBytes = 67108864;
/** What a state contains apart from files and directories is smaller than that. */
const otherMembersBytes = 65536;
/** Length of a hash with its quotation marks. */
const hashBytes = 66;
const format$1 = "open-ftps-state";
const version$2 = 1;
const note = "Written by open-ftps-action. It lists the files of the last deployment. Do not edit it; without it, the next deployment uploads every file.";
/**
* Encodes a state: gzip of JSON that ends with the SHA-256 of everything before it.
*
* @param padding - Random text of random length. With another length the file has another size, so that SIZE alone
*   distinguishes it from the state that it replaces.
* @throws {@link StateError} when it is too large to be read again.
*/
function encodeState(state, padding) {
	const text = JSON.stringify({
		format: format$1,
		version: version$2,
		note,
		repositoryId: state.repository.id,
		repository: state.repository.name,
		remoteDirectory: state.remoteDirectory,
		generation: state.generation,
		writtenAt: state.writtenAt,
		selection: state.selection,
		files: Object.fromEntries([...state.files].map(([path, { sizeBytes, sha256 }]) => [path, [sizeBytes, sha256]])),
		directories: [...state.directories],
		padding
	}).slice(0, -1);
	const digest = sha256Of(text);
	const content = Buffer.from(`${text},"digest":"${digest}"}\n`);
	if (content.length > 67108864) throw tooManyFiles(state.files.size, content.length);
	return {
		bytes: (0,node_zlib__WEBPACK_IMPORTED_MODULE_6__.gzipSync)(content, { level: 6 }),
		digest
	};
}
/**
* Makes sure that a state of these files will not be too large, so that a run fails before it changes anything.
*
* @throws {@link StateError}
*/
function assertStateFits(files, directories) {
	let bytes = otherMembersBytes;
	let count = 0;
	for (const [path, { sizeBytes }] of files) {
		bytes += Buffer.byteLength(`${JSON.stringify(path)}:[${sizeBytes},],`) + hashBytes;
		count += 1;
	}
	for (const path of directories) bytes += Buffer.byteLength(`${JSON.stringify(path)},`);
	if (bytes > 67108864) throw tooManyFiles(count, bytes);
}
function tooManyFiles(files, bytes) {
	return new StateError("too-many-files", `The state of ${files} files would have ${bytes} bytes; ${maxStateBytes} are supported.`);
}
/** Decodes a state. Never throws: content from the server can be anything. */
function decodeState(bytes) {
	let text;
	try {
		text = (0,node_zlib__WEBPACK_IMPORTED_MODULE_6__.gunzipSync)(bytes, { maxOutputLength: maxStateBytes }).toString();
	} catch {
		return unusable("it is truncated, damaged or too large");
	}
	const tail = /,"digest":"(?<digest>[0-9a-f]{64})"\}\n$/.exec(text.slice(-100));
	const digest = tail?.groups?.["digest"];
	const json = asObject(parse(text));
	if (json?.["format"] !== format$1) return unusable("it is not a state");
	if (json["version"] !== version$2) return isCount(json["version"]) && json["version"] > version$2 ? { kind: "newer-version" } : unusable("its version is unknown");
	if (tail === null || digest === void 0) return unusable("it has no digest");
	if (sha256Of(text.slice(0, text.length - tail[0].length)) !== digest) return unusable("its digest is wrong");
	return readState(json, digest);
}
function readState(json, digest) {
	const files = readFiles(json["files"]);
	const directories = asStrings(json["directories"]);
	const selection = readSelection(json["selection"]);
	const { generation, writtenAt, remoteDirectory } = json;
	if (files === void 0) return unusable("it contains an invalid file");
	if (directories?.every(isPlainPath) !== true) return unusable("it contains an invalid directory");
	if (selection === void 0 || !isCount(generation) || typeof writtenAt !== "string" || typeof remoteDirectory !== "string") return unusable("a member is missing or invalid");
	return {
		kind: "usable",
		state: {
			repository: readRepository(json),
			remoteDirectory,
			generation,
			writtenAt,
			selection,
			files,
			directories: new Set(directories),
			digest
		}
	};
}
/** Reads the repository from a state or a journal. */
function readRepository(json) {
	const { repositoryId: id, repository: name } = json;
	return {
		id: typeof id === "string" ? id : void 0,
		name: typeof name === "string" ? name : void 0
	};
}
/** Whether two repositories are known to differ: by id, by name where one has no id. */
function isOtherRepository(a, b) {
	if (a.id !== void 0 && b.id !== void 0) return a.id !== b.id;
	if (a.name === void 0 || b.name === void 0) return false;
	return a.name.toLowerCase() !== b.name.toLowerCase();
}
/** Identifies a selection, regardless of how its members are ordered. */
function selectionDigest({ files, exclude, baseDir, flatten }) {
	return sha256Of(JSON.stringify([
		files,
		exclude,
		baseDir,
		flatten
	])).slice(0, 16);
}
/** Reads `[size, hash]`; undefined if it is something else. */
function readFileRecord(value) {
	if (!Array.isArray(value) || value.length !== 2) return void 0;
	const [sizeBytes, sha256] = value;
	if (sizeBytes !== null && !isCount(sizeBytes)) return void 0;
	if (sha256 !== null && (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256))) return;
	return {
		sizeBytes,
		sha256
	};
}
function readFiles(value) {
	const json = asObject(value);
	if (json === void 0) return void 0;
	const files = /* @__PURE__ */ new Map();
	for (const [path, entry] of Object.entries(json)) {
		const record = readFileRecord(entry);
		if (record === void 0 || !isPlainPath(path)) return void 0;
		files.set(path, record);
	}
	return files;
}
function readSelection(value) {
	const json = asObject(value);
	const files = asStrings(json?.["files"]);
	const exclude = asStrings(json?.["exclude"]);
	const { baseDir, flatten } = json ?? {};
	if (files === void 0 || exclude === void 0) return void 0;
	if (typeof baseDir !== "string" || typeof flatten !== "boolean") return void 0;
	return {
		files,
		exclude,
		baseDir,
		flatten
	};
}
function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
function unusable(reason) {
	return {
		kind: "unusable",
		reason
	};
}
function sha256Of(text) {
	return (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.createHash)("sha256").update(text).digest("hex");
}
// src/deploy/sync/journal-lines.ts
const format = "open-ftps-journal";
const version$1 = 1;
/**
* Encodes lines for appending. The text starts with a line break, because the journal may end with a line that was cut,
* and each line ends with a checksum.
*/
function encodeLines(lines) {
	return Buffer.from(`\n${lines.map((line) => `${encodeLine(line)}\n`).join("")}`);
}
function encodeLine(line) {
	const text = JSON.stringify(toJson(line)).slice(0, -1);
	return `${text},"check":"${checksum(text)}"}`;
}
function toJson(line) {
	switch (line.kind) {
		case "header": {
			const { run, job, repository, state, generation, selection, padding } = line;
			const { id: repositoryId, name } = repository;
			return {
				format,
				version: version$1,
				run,
				job,
				repositoryId,
				repository: name,
				state,
				generation,
				selection,
				padding
			};
		}
		case "changes": return {
			run: line.run,
			doubt: fromEntries(line.doubts, ({ before, planned }) => [before ?? unknown(before), planned]),
			delete: line.deletes,
			directories: line.directories,
			temporary: line.temporary
		};
		case "done": return {
			run: line.run,
			done: fromEntries(line.files, ({ sizeBytes, sha256 }) => [sizeBytes, sha256])
		};
		case "uploading": return {
			run: line.run,
			uploading: line.path
		};
		case "end": return {
			run: line.run,
			end: "failed"
		};
		case "everything": return {
			run: line.run,
			doubt: "everything"
		};
		case "stored": return { stored: line.lines };
	}
}
/** JSON has no undefined in arrays: a size that is unknown is -1. */
function unknown(before) {
	return before === null ? null : -1;
}
/** The lines of a journal. Never throws: content from the server can be anything. */
function decodeLines(bytes) {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString().split("\n").filter((line) => line !== "").map(decodeLine);
}
function decodeLine(line) {
	const { text = "", check } = /^(?<text>\{.*),"check":"(?<check>[0-9a-f]{16})"\}$/s.exec(line)?.groups ?? {};
	if (check === void 0 || checksum(text) !== check) return "damaged";
	try {
		const json = asObject(JSON.parse(`${text}}`));
		return (json && fromJson(json)) ?? "invalid";
	} catch {
		return "invalid";
	}
}
function fromJson(json) {
	if (json["format"] === format) return readHeader(json);
	if (isCount(json["stored"])) return {
		kind: "stored",
		lines: json["stored"]
	};
	const { run, uploading } = json;
	if (!isRunId(run)) return void 0;
	if ("end" in json) return {
		kind: "end",
		run
	};
	if (json["doubt"] === "everything") return {
		kind: "everything",
		run
	};
	if (typeof uploading === "string" && isPlainPath(uploading)) return {
		kind: "uploading",
		run,
		path: uploading
	};
	if ("done" in json) {
		const files = readMap(json["done"], readFileRecord);
		return files === void 0 ? void 0 : {
			kind: "done",
			run,
			files
		};
	}
	return readChanges(json, run);
}
function readHeader(json) {
	if (isCount(json["version"]) && json["version"] > version$1) return "newer-version";
	const { run, state, generation, selection, padding } = json;
	if (!isRunId(run) || typeof selection !== "string") return void 0;
	if (state !== null && typeof state !== "string" || !isCount(generation)) return void 0;
	const repository = readRepository(json);
	return {
		kind: "header",
		run,
		job: readJob(json["job"]),
		repository,
		state,
		generation,
		selection,
		padding: typeof padding === "string" ? padding : ""
	};
}
/** Run identifiers become part of the names of temporary files. */
function isRunId(value) {
	return typeof value === "string" && /^[a-z0-9]{1,20}$/.test(value);
}
function readJob(value) {
	const { runId, job, attempt } = asObject(value) ?? {};
	if (typeof runId !== "string" || typeof job !== "string" || !isCount(attempt)) return void 0;
	return {
		runId,
		job,
		attempt
	};
}
function readChanges(json, run) {
	const doubts = readMap(json["doubt"], readDoubt);
	const deletes = readPaths(json["delete"]);
	const directories = readPaths(json["directories"]);
	const temporary = readPaths(json["temporary"]);
	if (doubts === void 0 || deletes === void 0) return void 0;
	if (directories === void 0 || temporary === void 0) return void 0;
	return {
		kind: "changes",
		run,
		doubts,
		deletes,
		directories,
		temporary
	};
}
function readDoubt(value) {
	if (!Array.isArray(value) || value.length !== 2) return void 0;
	const [before, planned] = value;
	if (!isCount(planned)) return void 0;
	if (before === null || isCount(before)) return {
		before,
		planned
	};
	return before === -1 ? {
		before: void 0,
		planned
	} : void 0;
}
function readPaths(value) {
	const paths = asStrings(value);
	return paths?.every(isPlainPath) === true ? paths : void 0;
}
function readMap(value, read) {
	const json = asObject(value);
	if (json === void 0) return void 0;
	const map = /* @__PURE__ */ new Map();
	for (const [path, member] of Object.entries(json)) {
		const item = read(member);
		if (item === void 0 || !isPlainPath(path)) return void 0;
		map.set(path, item);
	}
	return map;
}
function fromEntries(map, toValue) {
	return Object.fromEntries([...map].map(([path, value]) => [path, toValue(value)]));
}
function checksum(text) {
	return (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.createHash)("sha256").update(text).digest("hex").slice(0, 16);
}
// src/deploy/sync/journal.ts
/** Decodes a journal. Never throws. */
function decodeJournal(bytes) {
	const decoded = decodeLines(bytes);
	const lines = decoded.filter((line) => typeof line === "object");
	return {
		lines,
		headers: lines.filter((line) => line.kind === "header"),
		problem: problemOf(decoded),
		isNewerVersion: decoded.includes("newer-version")
	};
}
/**
* A damaged line after the first header is harmless: it was cut, so the run that wrote it hasn't acted on it. A journal
* that doesn't start with its header may have lost lines.
*/
function problemOf(decoded) {
	const [first, second] = decoded;
	if (first === void 0) return "it is empty";
	if (decoded.includes("invalid")) return "it contains an invalid line";
	if (typeof first !== "object") return "its first line is damaged";
	if (first.kind === "header") return void 0;
	if (first.kind !== "stored") return "its beginning is missing";
	if (typeof second !== "object" || second.kind !== "header") return "its beginning is missing";
	return decoded.length - 1 < first.lines ? "it is incomplete" : void 0;
}
/** The run that wrote the last header; undefined if there is none. */
function lastRunOf({ lines, headers }) {
	const header = headers.at(-1);
	if (header === void 0) return void 0;
	const { run, job, repository } = header;
	let hasEnded = false;
	const uploading = [];
	for (const line of lines.slice(lines.indexOf(header))) {
		if (line.kind === "stored" || line.run !== run) continue;
		hasEnded ||= line.kind === "end";
		if (line.kind === "uploading") uploading.push(line.path);
	}
	return {
		run,
		job,
		repository,
		hasEnded,
		uploading: uploading.slice(-8)
	};
}
/**
* Decides what a journal means for a state. Runs that started from an older state have no meaning anymore. A journal
* that fits neither this state nor an older one makes everything uncertain.
*/
function combine$1(state, journal) {
	const combination = new Combination(state);
	for (const line of journal?.lines ?? []) combination.add(line);
	return combination.result(journal?.problem);
}
/** Follows the lines of a journal in their order. */
var Combination = class {
	#digest;
	#stateGeneration;
	#records;
	#directories;
	#doubts = /* @__PURE__ */ new Map();
	#deletes = /* @__PURE__ */ new Set();
	#temporary = /* @__PURE__ */ new Set();
	#selections = /* @__PURE__ */ new Set();
	/** Whether the lines of a run have a meaning, by its last header. */
	#runs = /* @__PURE__ */ new Map();
	#spellings;
	#generation;
	#currentRun;
	#uncertainty;
	constructor(state) {
		this.#digest = state?.digest ?? null;
		this.#stateGeneration = state?.generation ?? 0;
		this.#generation = this.#stateGeneration;
		this.#records = new Map(state?.files);
		this.#directories = new Set(state?.directories);
	}
	add(line) {
		if (line.kind === "stored") return;
		if (line.kind === "header") {
			this.#addHeader(line);
			return;
		}
		if (this.#runs.get(line.run) === false) return;
		if (line.kind === "everything") this.#uncertainty ??= "two runs changed the server at the same time";
		else if (line.kind === "changes") {
			for (const [path, doubt] of line.doubts) this.#addDoubt(path, doubt);
			for (const path of line.deletes) this.#deletes.add(path);
			for (const path of line.directories) this.#directories.add(path);
			for (const path of line.temporary) this.#temporary.add(path);
		} else if (line.kind === "done" && line.run === this.#currentRun) for (const [path, record] of line.files) this.#settle(path, record);
	}
	result(problem) {
		const uncertainty = problem ?? this.#uncertainty;
		const isJournalValid = [...this.#runs.values()].includes(true);
		return {
			records: this.#records,
			doubts: this.#doubts,
			deletes: this.#deletes,
			directories: this.#directories,
			temporary: this.#temporary,
			runs: new Set(this.#runs.keys()),
			selections: this.#selections,
			isJournalValid,
			uncertainty,
			generation: this.#generation
		};
	}
	#addHeader({ run, state, generation, selection }) {
		this.#currentRun = run;
		this.#generation = Math.max(this.#generation, generation);
		const isCurrent = state === this.#digest && generation === this.#stateGeneration;
		const isOlder = !isCurrent && generation < this.#stateGeneration;
		this.#runs.set(run, !isOlder);
		if (isCurrent) this.#selections.add(selection);
		else if (!isOlder) this.#uncertainty ??= "it belongs to another state";
	}
	/** The recorded paths that a server may take for this one. */
	#spellingsOf(path) {
		if (this.#spellings === void 0) {
			this.#spellings = /* @__PURE__ */ new Map();
			for (const known of this.#records.keys()) this.#spellingsOf(known).add(known);
		}
		const folded = foldPath(path);
		const spellings = this.#spellings.get(folded) ?? /* @__PURE__ */ new Set();
		this.#spellings.set(folded, spellings);
		return spellings;
	}
	#addDoubt(path, doubt) {
		const doubts = this.#doubts.get(path);
		if (doubts === void 0) this.#doubts.set(path, [doubt]);
		else doubts.push(doubt);
	}
	/** Only the run that wrote last knows what it left: an earlier one may have been overtaken. */
	#settle(path, record) {
		for (const other of this.#spellingsOf(path)) {
			const overwritten = other === path ? void 0 : this.#records.get(other);
			if (overwritten !== void 0) this.#records.set(other, {
				...overwritten,
				sha256: null
			});
		}
		this.#spellingsOf(path).add(path);
		this.#records.set(path, record);
		this.#doubts.delete(path);
		this.#deletes.delete(path);
	}
};
/** The folded forms of all paths that may have been changed. */
function foldedDoubts({ doubts, deletes }) {
	return new Set([...doubts.keys(), ...deletes].map(foldPath));
}
// src/deploy/sync/store-verified.ts
const maxAttempts$9 = 3;
/**
* Stores a small file and compares its size on the server, or its content if the server doesn't report sizes.
*
* @param others - Other files to ask about right after that.
* @returns The refusal, if the server refuses to store it; otherwise what it said about the others, if it did.
* @throws {@link StateError} when it doesn't arrive whole.
*/
async function storeVerified(remote, path, bytes, others = []) {
	for (let attempt = 1; attempt <= maxAttempts$9; attempt += 1) {
		let answers = [];
		const after = {
			paths: [path, ...others],
			transferFollows: false,
			answered: (statuses) => {
				answers = statuses;
			}
		};
		const refusal = await tryChange(remote, () => remote.store(path, bytes, after));
		if (refusal !== "unknown" && refusal !== void 0) return refusal;
		const [own, ...statuses] = answers;
		if (own?.size === bytes.length || await isStored(remote, path, bytes)) return {
			kind: "stored",
			statuses
		};
	}
	throw new StateError("write-failed", `${path} could not be stored completely.`);
}
/** Whether a file has this content, by its size if the server reports sizes. */
async function isStored(remote, path, bytes) {
	const [size] = await remote.sizes([path]);
	if (size !== "unknown") return size === bytes.length;
	return await hasContent(remote, path, bytes);
}
/** Whether a file is this one in any case: a file of another run can have the same size. */
async function hasContent(remote, path, bytes) {
	const [size] = await remote.sizes([path]);
	if (size !== "unknown" && size !== bytes.length) return false;
	return (await remote.retrieve(path, maxStateBytes))?.equals(bytes) === true;
}
/** Sends a command that changes something, over an open connection. */
async function tryChange(remote, change) {
	await remote.connect();
	try {
		return await change();
	} catch (error) {
		if (remote.isTransient(error)) return "unknown";
		throw error;
	}
}
// src/deploy/sync/journal-file.ts
/** Longest time in which a run changes the server without checking that its journal is still its own, in milliseconds. */
const checkIntervalMs = 6e4;
/** Largest journal that is read. */
const maxJournalBytes = 67108864;
const maxAttempts$8 = 3;
/** Another run has written to the journal, or removed it. This run must stop. */
var OtherRunError = class extends StateError {
	constructor() {
		super("other-run", "Another run is deploying to the same directory.");
		this.name = "OtherRunError";
	}
};
/**
* The journal of this run, as a file on the server. A run appends to it and never overwrites what other runs have written,
* so that every other run is noticed: by the size, and then by its lines.
*/
var JournalFile = class {
	#remote;
	#clock;
	#path;
	#temporaryPath;
	/** What was there before this run. */
	#base;
	/** The lines that this run has sent. */
	#ownLines = [];
	/** Size and modification time after the last append or check. */
	#size;
	#modifiedMs;
	#canAppend = true;
	/** The connections on which the journal was checked. */
	#checkedOn = /* @__PURE__ */ new Set();
	#checkedAt = 0;
	constructor(remote, clock, { path, run, content, status }) {
		this.#remote = remote;
		this.#clock = clock;
		this.#path = path;
		this.#temporaryPath = `${path}.${run}`;
		this.#base = content ?? Buffer.alloc(0);
		this.#size = this.#base.length;
		this.#modifiedMs = status.modifiedMs;
	}
	/** The remote path of the journal. */
	get path() {
		return this.#path;
	}
	/** Whether lines can be appended later. If not, everything must be announced in the beginning. */
	get canAppend() {
		return this.#canAppend;
	}
	/** The size of the journal, as this run left it. */
	get size() {
		return this.#size;
	}
	/** Whether a minute has passed since this run last knew that the journal is its own. */
	get isCheckDue() {
		return this.#clock.now() - this.#checkedAt >= checkIntervalMs;
	}
	/**
	* Appends lines, and makes sure that all of them are there and that nothing else was added.
	*
	* @param withoutAppend - The lines for a server that doesn't support APPE.
	* @param others - Other files to ask about right after that.
	* @returns What the server said about the others; empty if it wasn't asked.
	* @throws {@link OtherRunError} when another run has written to the journal; {@link StateError} when it can't be written.
	*/
	async append(lines, withoutAppend = lines, others = []) {
		if (this.#checkedOn.size > 0) await this.check();
		const text = encodeLines(lines);
		this.#ownLines.push(...linesOf(text));
		for (let attempt = 1; attempt <= maxAttempts$8 && this.#canAppend; attempt += 1) {
			const connection = await this.#remote.connect();
			let answers = [];
			const after = {
				paths: [this.#path, ...others],
				transferFollows: true,
				answered: (statuses) => {
					answers = statuses;
				}
			};
			const outcome = await tryChange(this.#remote, () => this.#remote.append(this.#path, text, after));
			this.#canAppend = outcome === void 0 || outcome === "unknown";
			const [own, ...statuses] = answers;
			if (this.#canAppend && await this.#hasAppended(text, {
				outcome,
				connection,
				status: own
			})) return statuses;
		}
		if (this.#canAppend) throw new StateError("write-failed", "The journal could not be written.");
		await this.#storeWhole(withoutAppend);
		return [];
	}
	/** Checks the journal if it wasn't checked on this connection, or in the last minute. */
	async checkIfDue() {
		const connection = await this.#remote.connect();
		if (!this.#checkedOn.has(connection) || this.isCheckDue) await this.check();
	}
	/**
	* Makes sure that no other run has written to the journal.
	*
	* @param known - What the server has just said about it, on the connection in use.
	* @throws {@link OtherRunError}
	*/
	async check(known) {
		const connection = await this.#remote.connect();
		const status = known ?? await this.#status();
		if (status?.size === this.#size && status.modifiedMs === this.#modifiedMs) {
			this.#accept(status, connection);
			return;
		}
		const bytes = await this.#retrieveOwn();
		this.#accept({
			size: bytes.length,
			modifiedMs: status?.modifiedMs
		}, connection);
	}
	/** Whether appended lines are there; if the reply or the size leaves that open, by reading the journal. */
	async #hasAppended(text, append) {
		const { outcome, connection } = append;
		const status = append.status ?? await this.#status();
		if (outcome === void 0 && status?.size === this.#size + text.length) {
			this.#accept(status, connection);
			return true;
		}
		const bytes = await this.#retrieveOwn();
		this.#accept({
			size: bytes.length,
			modifiedMs: status?.modifiedMs
		}, connection);
		const lines = new Set(linesOf(bytes.subarray(this.#base.length)));
		return linesOf(text).every((line) => lines.has(line));
	}
	async #status() {
		const [status] = await this.#remote.statuses([this.#path]);
		return status;
	}
	/** A line that was cut is a beginning of one of ours. */
	async #retrieveOwn() {
		const bytes = await this.#remote.retrieve(this.#path, maxJournalBytes);
		if (bytes === void 0) {
			if (this.#base.length === 0 && this.#checkedOn.size === 0) return Buffer.alloc(0);
			throw new OtherRunError();
		}
		if (!(bytes.subarray(0, this.#base.length).equals(this.#base) && linesOf(bytes.subarray(this.#base.length)).every((line) => this.#ownLines.some((own) => own.startsWith(line))))) throw new OtherRunError();
		return bytes;
	}
	#accept(status, connection) {
		if (typeof status.size === "number") this.#size = status.size;
		this.#modifiedMs = status.modifiedMs;
		this.#checkedOn.add(connection);
		this.#checkedAt = this.#clock.now();
	}
	/** Without APPE: writes everything under a temporary name and renames it over the journal, or else in place. */
	async #storeWhole(added) {
		const kept = [...linesOf(await this.#retrieveOwn()), ...linesOf(encodeLines(added))].filter((line) => !line.startsWith("{\"stored\":"));
		const first = encodeLines([{
			kind: "stored",
			lines: kept.length
		}]);
		const bytes = Buffer.concat([first, Buffer.from(kept.map((line) => `${line}\n`).join(""), "latin1")]);
		await this.#replaceBy(bytes);
		const connection = await this.#remote.connect();
		const status = await this.#status();
		this.#base = bytes;
		this.#ownLines = [];
		this.#accept({
			size: bytes.length,
			modifiedMs: status?.modifiedMs
		}, connection);
	}
	async #replaceBy(bytes) {
		const remote = this.#remote;
		const stored = await storeVerified(remote, this.#temporaryPath, bytes);
		if (stored.kind === "refused") throw writeError$1(stored.error);
		const renamed = await tryChange(remote, () => remote.rename(this.#temporaryPath, this.#path));
		if (renamed === void 0) return;
		if (renamed === "unknown" && await hasContent(remote, this.#path, bytes)) return;
		await this.check();
		const inPlace = await storeVerified(remote, this.#path, bytes);
		if (inPlace.kind === "refused") throw writeError$1(inPlace.error);
		await tryChange(remote, () => remote.deleteFiles([this.#temporaryPath]));
	}
};
/** The lines as bytes: a line may be cut within a character. */
function linesOf(bytes) {
	return bytes.toString("latin1").split("\n").filter((line) => line !== "");
}
function writeError$1(cause) {
	return new StateError("write-failed", `The journal could not be written: ${cause.message}`, { cause });
}
// src/deploy/sync/reading.ts
/** The remote path of the state: the default name in the remote directory, unless another one was chosen. */
function statePathOf(remoteDirectory, stateFile) {
	return stateFile ?? joinRemotePath(remoteDirectory, ".htopen-ftps");
}
/** @param state - Remote path of the state. */
function statePaths(state) {
	return {
		state,
		journal: `${state}.journal`,
		old: `${state}.old`
	};
}
const maxAttempts$7 = 4;
const pauseMs$1 = 2e3;
/**
* Reads what the previous deployments have left, and decides what it means for this one.
*
* @throws {@link StateError} when it can't be read, or belongs to another deployment.
*/
async function readDeployment(remote, clock, reader) {
	const stored = await readStored({
		remote,
		clock
	}, reader.paths);
	const { journalFile, stateFile, journal, decoded } = stored;
	const isNewer = decoded?.kind === "newer-version" || journal?.isNewerVersion === true;
	const found = decoded?.kind === "usable" ? decoded.state : void 0;
	const isOther = belongsToOther(reader, found, journal);
	if (!reader.takesOver && (isNewer || isOther)) throw unusableState(reader, {
		isNewer,
		state: found,
		journal
	});
	const isTakenOver = isNewer || isOther;
	const state = isTakenOver ? void 0 : found;
	const { generation } = combine$1(found, journal);
	return {
		journalFile,
		stateStatus: stateFile.status,
		stateContent: stateFile.content,
		state,
		journal,
		knowledge: isTakenOver ? {
			...combine$1(void 0, void 0),
			generation
		} : combine$1(state, journal),
		stateProblem: decoded?.kind === "unusable" ? decoded.reason : void 0,
		isTakenOver,
		hasOld: stored.hasOld
	};
}
/**
* Reads the journal, then the state. In this order a run that finishes in between leaves a journal that belongs to an
* older state, and never a state without its journal.
*
* @throws {@link StateError} when one of them can't be read.
*/
async function readStored(files, paths) {
	const { remote } = files;
	const { journal: journalPath, state: statePath, old: oldPath } = paths;
	const [journalStatus, stateStatus, oldStatus] = await remote.statuses([
		journalPath,
		statePath,
		oldPath
	]);
	const journalFile = await readFile(files, journalPath, {
		maxBytes: maxJournalBytes,
		status: journalStatus
	});
	const stateFile = await readFile(files, statePath, {
		maxBytes: maxStateBytes,
		status: stateStatus
	});
	const journal = journalFile.content && decodeJournal(journalFile.content);
	let decoded = stateFile.content && decodeState(stateFile.content);
	const [oldSize] = decoded === void 0 ? await remote.sizes([oldPath]) : [oldStatus?.size ?? "unknown"];
	if (decoded === void 0 && oldSize !== "missing") {
		const old = await readFile(files, oldPath, { maxBytes: maxStateBytes });
		const digest = journal?.headers.at(-1)?.state;
		const candidate = old.content && decodeState(old.content);
		if (candidate?.kind === "usable" && candidate.state.digest === digest) decoded = candidate;
	}
	return {
		journalFile,
		stateFile,
		journal,
		decoded,
		hasOld: typeof oldSize === "number"
	};
}
function belongsToOther(reader, state, journal) {
	const { repository } = reader;
	if (isElsewhere(reader, state)) return true;
	if (state !== void 0 && isOtherRepository(state.repository, repository)) return true;
	const last = journal?.headers.at(-1);
	return last !== void 0 && isOtherRepository(last.repository, repository);
}
/** Whether a state outside its remote directory is about another one. */
function isElsewhere({ remoteDirectory }, state) {
	return state !== void 0 && remoteDirectory !== void 0 && state.remoteDirectory !== remoteDirectory;
}
function unusableState(reader, found) {
	const { isNewer, state, journal } = found;
	if (isNewer) return newerVersion();
	if (state !== void 0 && !isOtherRepository(state.repository, reader.repository) && isElsewhere(reader, state)) {
		const { remoteDirectory } = state;
		return new StateError("other-deployment", `The state on the server belongs to a deployment to ${remoteDirectory === "" ? "the login directory" : sanitize(remoteDirectory)}.`);
	}
	const { name } = state?.repository ?? journal?.headers.at(-1)?.repository ?? {};
	return new StateError("other-deployment", `The state on the server belongs to ${name === void 0 ? "another deployment" : `a deployment of ${name}`}.`);
}
/** The error for a state or journal of a newer version. */
function newerVersion() {
	return new StateError("newer-version", "The state was written by a newer version of this action.");
}
/**
* Reads a file. Only a file that is confirmed to be missing is missing: any other refusal is asked again.
*
* @param options.status - Its size and modification time, if the server was just asked for them.
* @throws {@link StateError} when it can't be read.
*/
async function readFile({ remote, clock }, path, { maxBytes, status: known }) {
	for (let attempt = 1;; attempt += 1) {
		const [asked] = attempt === 1 && known !== void 0 ? [known] : await remote.statuses([path]);
		const status = asked ?? {
			size: "unknown",
			modifiedMs: void 0
		};
		if (status.size === "missing" && await remote.isMissing(path)) return {
			content: void 0,
			status
		};
		const content = await remote.retrieve(path, maxBytes);
		if (content === void 0) {
			if (status.size === "missing") return {
				content,
				status
			};
			if (status.size === "unknown" && await remote.retrieve(path, maxBytes) === void 0) return {
				content,
				status
			};
		} else if (typeof status.size !== "number" || status.size === content.length) return {
			content,
			status
		};
		if (attempt === maxAttempts$7) throw new StateError("unreadable", `${path} exists on the server, but can't be read.`);
		await clock.wait(pauseMs$1);
	}
}
// src/deploy/sync/comparison.ts
/** Compares the local files with what is known about the server, by SHA-256. */
function compare$1(input) {
	const { planned, knowledge, existsLocally } = input;
	const uploads = /* @__PURE__ */ new Map();
	const unchanged = /* @__PURE__ */ new Set();
	const isInDoubt = doubtTest(knowledge);
	for (const [path, version] of planned) {
		const reason = reasonToUpload(path, version, {
			...input,
			isInDoubt
		});
		if (reason === void 0) unchanged.add(path);
		else uploads.set(path, reason);
	}
	const removed = /* @__PURE__ */ new Set();
	const excluded = /* @__PURE__ */ new Set();
	const respelled = /* @__PURE__ */ new Set();
	const reserved = input.reserved === void 0 ? [] : [input.reserved];
	const unplanned = [...knownPaths(knowledge)].filter((path) => !planned.has(path));
	const foldedPlan = new Set(unplanned.length === 0 ? [] : [...planned.keys(), ...reserved].map(foldPath));
	for (const path of unplanned) if (foldedPlan.has(foldPath(path))) respelled.add(path);
	else if (existsLocally(path)) excluded.add(path);
	else removed.add(path);
	return {
		uploads,
		unchanged,
		removed,
		excluded,
		respelled
	};
}
function reasonToUpload(path, { sha256 }, input) {
	const record = input.knowledge.records.get(path);
	if (input.isInDoubt(path)) return record === void 0 && input.knowledge.uncertainty !== void 0 ? "new" : "in-doubt";
	if (record === void 0) return "new";
	if (record.sha256 !== sha256) return "changed";
	return input.uploadsAll ? "requested" : void 0;
}
/** Servers may treat two spellings as one file, so a doubt about one is a doubt about the other. */
function doubtTest(knowledge) {
	if (knowledge.uncertainty !== void 0) return () => true;
	const folded = foldedDoubts(knowledge);
	return (path) => folded.size > 0 && folded.has(foldPath(path));
}
/** Every path that state and journal mention. */
function knownPaths({ records, doubts, deletes }) {
	return /* @__PURE__ */ new Set([
		...records.keys(),
		...doubts.keys(),
		...deletes
	]);
}
// src/deploy/sync/conflicts.ts
/** Finds known paths that are in the way of planned ones. */
async function findConflicts(input) {
	const files = [];
	const problems = [];
	const known = [...knownPaths(input.knowledge)].filter((path) => !input.planned.has(path));
	const needed = new Map([...input.planned].flatMap((path) => parentsOf(path).map((p) => [p, path])));
	for (const path of known) {
		const by = needed.get(path);
		if (by === void 0 || input.observed.get(path) === "missing") continue;
		if (input.deletions.has(path)) files.push(path);
		else problems.push(`The file ${path} is in the place of a directory of ${by}.`);
	}
	const replaced = await findReplacedDirectories(input, known);
	return {
		files: [...files, ...replaced.files],
		directories: replaced.directories,
		problems: [...problems, ...replaced.problems]
	};
}
async function findReplacedDirectories({ planned, knowledge, deletions, observed, missingDirectories }, known) {
	const occupied = /* @__PURE__ */ new Map();
	for (const path of [...known, ...[...knowledge.directories].map((path) => `${path}/`)]) for (const place of parentsOf(path)) if (planned.has(place)) occupied.set(place, [...occupied.get(place) ?? [], path]);
	const missing = await missingDirectories([...occupied.keys()]);
	const files = [];
	const directories = /* @__PURE__ */ new Set();
	const problems = [];
	for (const [place, paths] of occupied) {
		if (missing.has(place)) continue;
		const remaining = paths.filter((path) => !path.endsWith("/") && observed.get(path) !== "missing");
		const below = new Set(paths.flatMap(parentsOf).filter((path) => isAtOrBelow(path, place)));
		if (!(remaining.every((path) => deletions.has(path)) && [...below].every((path) => knowledge.directories.has(path)))) {
			problems.push(`A directory is in the place of the file ${place}.`);
			continue;
		}
		files.push(...remaining);
		for (const directory of below) directories.add(directory);
	}
	return {
		files,
		directories: [...directories].sort((a, b) => parentsOf(b).length - parentsOf(a).length),
		problems
	};
}
function isAtOrBelow(path, directory) {
	return path === directory || path.startsWith(`${directory}/`);
}
/** The error when a directory can't be removed to make room for a file. */
function inTheWay(directories) {
	return new PlanError(directories.map((directory) => sanitize(`The directory ${directory} is in the place of a file and could not be removed.`)));
}
// src/deploy/sync/deletions.ts
/** Longest time from the last change of a journal to the end of a transfer of the run that wrote it, in milliseconds. */
const longestTransferMs = 18e4;
/** Number of deletions that a percentage always allows. */
const alwaysAllowed = 5;
/**
* Decides whether a file on the server is what this action left there: the recorded file, one that an unfinished run planned
* it, or a part of that.
*/
function ownershipOf(candidate) {
	const { recordedSize, doubts, observed } = candidate;
	if (observed === "missing") return "gone";
	if (observed === "unknown" || recordedSize === null) return "unconfirmed";
	if (observed === recordedSize) return "ours";
	if (doubts.length === 0) return "edited";
	if (!(recordedSize !== void 0 || doubts.every(({ before }) => before === null))) return "unconfirmed";
	if (doubts.some(({ before }) => before === observed)) return "edited";
	if (doubts.some(({ planned }) => planned === observed)) return "ours";
	return isPart(observed, candidate) ? "ours" : "unconfirmed";
}
/** Whether a file is smaller than planned, and was changed no later than the unfinished run can have done it. */
function isPart(size, { doubts, modifiedMs, journalModifiedMs }) {
	if (modifiedMs === void 0 || journalModifiedMs === void 0) return false;
	return doubts.some(({ planned }) => size < planned) && modifiedMs <= journalModifiedMs + longestTransferMs;
}
/** Returns why a run must not delete any file; undefined if it may. */
function reasonAgainstDeletions(conditions) {
	const { knowledge, planned, limit, selection, stateSelection } = conditions;
	if (!conditions.isRequested) return "not-requested";
	if (conditions.isTakenOver) return "taken-over";
	if (conditions.isAdopted) return "adopted";
	if (knowledge.uncertainty !== void 0) return "uncertain";
	if (!conditions.hasState && !knowledge.isJournalValid) return "no-state";
	if (planned.size === 0) return "empty-plan";
	const selections = new Set(knowledge.selections);
	if (stateSelection !== void 0) selections.add(stateSelection);
	if ([...selections].some((other) => other !== selection)) return "other-selection";
	const { records, doubts, deletes } = knowledge;
	const isKnown = (path) => records.has(path) || doubts.has(path) || deletes.has(path);
	if (!(limit.isPercentage && limit.value >= 100) && ![...planned].some(isKnown)) return "nothing-in-common";
}
/**
* Whether `max-deletions` allows to delete files. A file that makes way for a new one in its directory doesn't count:
* bundlers put a hash into the names of files.
*
* @param newFiles - Paths that are uploaded for the first time.
* @param knownFiles - Number of files that a percentage refers to.
*/
function isWithinLimit(deletions, newFiles, { limit, knownFiles }) {
	if (limit.isPercentage && limit.value >= 100) return true;
	const deletedIn = countByDirectory(deletions);
	if (!limit.isPercentage && limit.value === 0) return deletedIn.size === 0;
	const newIn = countByDirectory(newFiles);
	let count = 0;
	for (const [directory, deleted] of deletedIn) count += Math.max(deleted - (newIn.get(directory) ?? 0), 0);
	if (!limit.isPercentage) return count <= limit.value;
	return count <= Math.max(alwaysAllowed, Math.floor(knownFiles * limit.value / 100));
}
/** `max-deletions` in the form of the input. */
function formatLimit({ value, isPercentage }) {
	return isPercentage ? `${value}%` : `${value}`;
}
function countByDirectory(paths) {
	const counts = /* @__PURE__ */ new Map();
	for (const path of paths) counts.set(parentOf(path), (counts.get(parentOf(path)) ?? 0) + 1);
	return counts;
}
/** Directories in which another deployment would have its state if files in or below them belonged to it. */
function directoriesToProbe(deletions) {
	return new Set([...deletions].flatMap(parentsOf));
}
/**
* The directories that a run removes once they are empty, deepest first: they were created by deployments, and no file
* that stays is below them or has taken their place: some servers remove files by RMD as well.
*/
function removableDirectories(directories, stayingFiles) {
	const files = [...stayingFiles];
	const needed = new Set([...files, ...files.flatMap(parentsOf)].map(foldPath));
	return [...directories].filter((directory) => !needed.has(foldPath(directory))).sort((a, b) => depth(b) - depth(a));
}
function depth(path) {
	return path.split("/").length;
}
// src/deploy/sync/files-in-use.ts
/** How long deletions of files in use are repeated, and how often, in milliseconds. */
const inUseMs$1 = 3e4;
const pauseMs = 1e3;
/**
* Deletes files. Behind a maintenance file, those that a program still uses get some time.
*
* @returns The files that the server refuses to delete.
*/
async function deleteFiles(removal, paths, { clock, maintenance }) {
	const end = clock.now() + inUseMs$1;
	let remaining = await removal.deleteFiles(paths);
	while (remaining.length > 0 && maintenance?.isUp === true && clock.now() < end) {
		await clock.wait(pauseMs);
		remaining = await removal.deleteFiles(remaining);
	}
	return remaining;
}
// src/deploy/sync/temporary-files.ts
/** The names that this action gives to temporary files; with and without a dot, for servers that prohibit dot files. */
const temporaryName = /^\.?up-[a-z0-9]{1,20}(?:-[a-z0-9]+|\.probe)$/;
/** Identifies a run: 48 random bits in hexadecimal. */
const runId = /^[0-9a-f]{12}$/;
/**
* Journals that runs have stored under a temporary name before they were killed: no other run knows them, so their names
* are found by a listing. If a run that is alive loses its own, it can't take its place anymore, and stops.
*
* @returns Remote paths.
*/
async function temporaryJournals({ remote, options }) {
	const [files] = await remote.list([options.stateDirectory || "."]);
	const { journal } = options.paths;
	const directory = journal.slice(0, journal.lastIndexOf("/") + 1);
	return [...files?.keys() ?? []].map((name) => `${directory}${name}`).filter((path) => path.startsWith(`${journal}.`)).filter((path) => runId.test(path.slice(journal.length + 1)));
}
/** Name of the temporary directory of a run. */
function probeDirectory(run) {
	return `.up-${run}.probe`;
}
/** The file in it. */
function probeFile(directory) {
	return `${directory}/file`;
}
/**
* The temporary files and directories that unfinished runs may have left, deepest first. Names of another form are
* ignored, and so is what is part of a deployment.
*/
function temporaryFilesOf(paths, isTaken) {
	const candidates = [...paths].filter((path) => !isTaken(path));
	const isTemporary = (path) => temporaryName.test(path.slice(path.lastIndexOf("/") + 1));
	const directories = candidates.filter((path) => isTemporary(path) && path.endsWith(".probe"));
	const files = candidates.filter((path) => isTemporary(path) && !path.endsWith(".probe"));
	const inDirectories = directories.map(probeFile);
	return {
		files: [...files, ...inDirectories],
		directories
	};
}
// src/deploy/sync/announcement.ts
/** The first line of a run in the journal. */
function headerOf$1(syncJob, { reading }) {
	const { run, job, repository, selection } = syncJob.options;
	const { state } = reading;
	return {
		kind: "header",
		run,
		job,
		repository,
		state: state?.digest ?? null,
		generation: state?.generation ?? 0,
		selection: selectionDigest(selection),
		padding: syncJob.randomText()
	};
}
/** What a run is about to change; the doubts are those of the files that get their final names. */
function changesOf$1({ options, uploads }, { decision }, doubts) {
	const { run } = options;
	const probe = probeDirectory(run);
	const temporary = uploads.temporaryPaths([...decision.uploads.keys()]);
	return {
		kind: "changes",
		run,
		doubts,
		deletes: [...decision.deletions],
		directories: decision.missingDirectories,
		temporary: [
			...temporary,
			probeFile(probe),
			probe
		]
	};
}
// src/deploy/sync/journal-deletion.ts
const maxAttempts$6 = 3;
/**
* Deletes the journal after the new state has been written. It must still be this run's own. If it isn't, another run hasn't
* seen the new state. A journal that the server doesn't delete belongs to an older state now, so it means nothing.
*
* @param known - What the server has just said about it, after the rename of the state and on the connection in use.
* @throws {@link OtherRunError}
*/
async function deleteJournal(remote, journal, known) {
	const { path } = journal;
	for (let attempt = 1; attempt <= maxAttempts$6; attempt += 1) {
		await journal.check(attempt === 1 ? known : void 0);
		const expected = journal.size;
		const size = await tryChange(remote, () => remote.takeAwayAndQuit(path));
		if (size === expected) return;
		if (size !== "unknown") throw new OtherRunError();
		const [remaining] = await remote.sizes([path]);
		if (typeof remaining !== "number") return;
		if (remaining !== expected) throw new OtherRunError();
	}
}
// src/deploy/sync/other-run.ts
const maxAttempts$5 = 5;
/**
* After another run has taken over: adds what this run may have changed to the current journal, or begins one for
* the current state, so that the next run repairs it. If another state appears in the meantime, once more.
*/
async function recordDoubts(job, { header, lines }) {
	const { remote, clock, options } = job;
	const { run, paths } = options;
	const reader = {
		...options,
		takesOver: true
	};
	let reading = await readDeployment(remote, clock, reader);
	for (let attempt = 1; attempt <= maxAttempts$5; attempt += 1) {
		const { state, journalFile } = reading;
		const current = {
			state: state?.digest ?? null,
			generation: state?.generation ?? 0
		};
		const isWritten = await new JournalFile(remote, clock, {
			path: paths.journal,
			run,
			...journalFile
		}).append([{
			...header,
			...current
		}, ...lines]).then(() => true, (error) => {
			if (error instanceof OtherRunError) return false;
			throw error;
		});
		reading = await readDeployment(remote, clock, reader);
		if (isWritten && reading.state?.digest === state?.digest) return;
	}
}
// src/deploy/sync/state-file.ts
const maxAttempts$4 = 3;
/** Replaces the state on the server, so that there is always an old one or the new one. */
var StateFile = class {
	#remote;
	#paths;
	#temporaryPath;
	#reading;
	constructor(remote, paths, start) {
		this.#remote = remote;
		this.#paths = paths;
		this.#temporaryPath = `${paths.state}.${start.run}`;
		this.#reading = start.reading;
	}
	/**
	* Makes sure that no other run has written a state since this run has read it.
	*
	* @param known - What the server has just said about it.
	* @throws {@link OtherRunError}
	*/
	async check(known) {
		const [status] = known === void 0 ? await this.#remote.statuses([this.#paths.state]) : [known];
		const { stateStatus, stateContent } = this.#reading;
		if (!isSameStatus(status, stateStatus)) throw new OtherRunError();
		if (status?.size !== "unknown") return;
		const content = await this.#remote.retrieve(this.#paths.state, maxStateBytes);
		if ((content === void 0 ? stateContent === void 0 : stateContent?.equals(content)) !== true) throw new OtherRunError();
	}
	/**
	* Writes a state under a temporary name and renames it over the old one.
	*
	* @returns What the server said about the journal right after that; undefined if it wasn't asked.
	* @throws {@link OtherRunError} when another run has written in the meantime; {@link StateError} when it can't be written.
	*/
	async replace(bytes, journal) {
		const { state, old, journal: journalPath } = this.#paths;
		const connection = await this.#remote.connect();
		const others = [journalPath, state];
		const stored = await storeVerified(this.#remote, this.#temporaryPath, bytes, others);
		if (stored.kind === "refused") throw writeError(stored.error);
		const [journalStatus, stateStatus] = await this.#remote.connect() === connection ? stored.statuses : [];
		await journal.check(journalStatus);
		await this.check(stateStatus);
		const checkedOn = await this.#remote.connect();
		let after;
		const renamed = await this.#rename(bytes, {
			paths: [journalPath],
			answered: ([status]) => {
				after = status;
			}
		});
		if (renamed === void 0 && !this.#reading.hasOld) return await this.#remote.connect() === checkedOn ? after : void 0;
		if (renamed !== void 0) await this.#replaceInSteps(bytes, journal);
		await tryChange(this.#remote, () => this.#remote.deleteFiles([old]));
	}
	/**
	* After a refused rename. A run that has taken over deletes the temporary state, so a refusal can also mean that: the
	* state on the server must still be the one that was read.
	*/
	async #replaceInSteps(bytes, journal) {
		await this.#checkBoth(journal);
		if (await this.#moveAside(bytes)) return;
		await this.#checkBoth(journal);
		await this.#storeInPlace(bytes);
	}
	async #checkBoth(journal) {
		const connection = await this.#remote.connect();
		const statuses = await this.#remote.statuses([journal.path, this.#paths.state]);
		const [journalStatus, stateStatus] = await this.#remote.connect() === connection ? statuses : [];
		await journal.check(journalStatus);
		await this.check(stateStatus);
	}
	/** Renames the new state. Returns the refusal; after a lost reply, the state on the server shows what happened. */
	async #rename(bytes, after) {
		const from = this.#temporaryPath;
		const to = this.#paths.state;
		for (let attempt = 1; attempt <= maxAttempts$4; attempt += 1) {
			const outcome = await tryChange(this.#remote, () => this.#remote.rename(from, to, after));
			if (outcome === void 0 || await hasContent(this.#remote, to, bytes)) return void 0;
			if (outcome !== "unknown") return outcome.error;
		}
		throw writeError(/* @__PURE__ */ new Error("RNTO was not answered."));
	}
	/**
	* For a server that can't rename over a file: the old state gets out of the way first.
	*
	* @throws {@link OtherRunError} when that was the state of another run; it is put back.
	*/
	async #moveAside(bytes) {
		const remote = this.#remote;
		const { state, old } = this.#paths;
		const { size: expected } = this.#reading.stateStatus;
		if (expected === "missing") return false;
		await tryChange(remote, () => remote.deleteFiles([old]));
		const aside = await tryChange(remote, () => remote.rename(state, old));
		if (aside !== void 0 && aside !== "unknown") return false;
		const [size] = await remote.sizes([old]);
		const isOther = typeof size === "number" && size !== expected;
		if (!isOther && await this.#rename(bytes) === void 0) return true;
		const [current] = await remote.sizes([state]);
		if (typeof current !== "number") await tryChange(remote, () => remote.rename(old, state));
		if (isOther) throw new OtherRunError();
		return false;
	}
	/** If this breaks, the state is unusable, and the next run uploads every file. */
	async #storeInPlace(bytes) {
		const stored = await storeVerified(this.#remote, this.#paths.state, bytes);
		if (stored.kind === "refused") throw writeError(stored.error);
		await tryChange(this.#remote, () => this.#remote.deleteFiles([this.#temporaryPath]));
	}
};
/** Whether a file is the same by SIZE and MDTM. */
function isSameStatus(a, b) {
	return a?.size === b.size && a.modifiedMs === b.modifiedMs;
}
function writeError(cause) {
	return new StateError("write-failed", `The state could not be written: ${cause.message}`, { cause });
}
// src/deploy/sync/adoption.ts
/** Where FTP-Deploy-Action keeps its state by default, relative to its remote directory. */
const ftpDeployStateName$1 = ".ftp-deploy-sync-state.json";
/**
* Reads the state of FTP-Deploy-Action: its files with their sizes and SHA-256. Its directories aren't taken over, because
* it lists those that existed before as well.
*
* @returns Undefined when it isn't such a state, or contains an unsafe path.
*/
function decodeFtpDeployState(bytes) {
	let data;
	try {
		data = asObject(JSON.parse(Buffer.from(bytes).toString()))?.["data"];
	} catch {
		return;
	}
	if (!Array.isArray(data)) return void 0;
	const files = /* @__PURE__ */ new Map();
	for (const item of data) {
		const { type, name, size, hash } = asObject(item) ?? {};
		if (type === "folder") continue;
		if (type !== "file" || typeof name !== "string" || !isCount(size)) return void 0;
		const path = name.replace(/^\.\//, "");
		if (!isPlainPath(path)) return void 0;
		const isHash = typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash);
		files.set(path, {
			sizeBytes: size,
			sha256: isHash ? hash : null
		});
	}
	return files;
}
// src/deploy/sync/next-state.ts
/**
* The files of the next state: the plan, and what stays on the server. A file that an unfinished run may have changed
* keeps its size but not its hash, so that it never counts as unchanged.
*/
function nextFiles(input) {
	const { planned, comparison, fates } = input;
	const files = new Map(planned);
	const staying = [...comparison.removed].filter((path) => fates.get(path) !== "forgotten");
	for (const path of [...staying, ...comparison.excluded]) files.set(path, recordOf(path, input));
	return new Map([...files].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));
}
function recordOf(path, { knowledge, confirmedSizes }) {
	const { records, doubts, deletes, uncertainty } = knowledge;
	const record = records.get(path) ?? {
		sizeBytes: null,
		sha256: null
	};
	if (doubts.has(path)) return {
		sizeBytes: confirmedSizes.get(path) ?? null,
		sha256: null
	};
	return uncertainty === void 0 && !deletes.has(path) ? record : {
		...record,
		sha256: null
	};
}
/** Whether two sets of files are the same. */
function areSameFiles(a, b) {
	return a.size === b.size && [...a].every(([path, { sizeBytes, sha256 }]) => {
		const other = b.get(path);
		return other?.sizeBytes === sizeBytes && other.sha256 === sha256;
	});
}
// src/deploy/sync/observations.ts
/** Asks for the files that are known: those to compare, those to overwrite, and those that may be deleted. */
async function observeKnown(check, { knowledge, options, planned }, { comparison, noDeletions }) {
	const { records, doubts, deletes } = knowledge;
	const checksUnchanged = options.verifyUploads === "size";
	const neededDirectories = new Set([...planned.keys()].flatMap(parentsOf));
	const isInTheWay = (path) => neededDirectories.has(path) || parentsOf(path).some((parent) => planned.has(parent));
	const mayBeRemoved = (path) => noDeletions === void 0 || doubts.has(path) || deletes.has(path) || isInTheWay(path);
	const paths = [
		...checksUnchanged ? comparison.unchanged : [],
		...[...comparison.uploads.keys()].filter((path) => records.has(path)),
		...[...comparison.removed].filter(mayBeRemoved),
		...[...comparison.excluded].filter((path) => doubts.has(path))
	];
	const sizeOf = (path) => records.get(path)?.sizeBytes;
	const observed = await check.observe(new Map(paths.map((path) => [path, sizeOf(path)])));
	const gone = [...comparison.removed].filter((path) => observed.get(path) === "missing");
	const again = await check.observe(new Map(gone.map((path) => [path, void 0])));
	return new Map([...observed, ...again]);
}
/** Adds unchanged files to the uploads if the server doesn't confirm them. */
async function checkUnchanged$1({ remote, toRemotePath, planned, options }, comparison, observed) {
	const uploads = new Map(comparison.uploads);
	const unchanged = new Set(comparison.unchanged);
	if (options.verifyUploads === "none") return {
		uploads,
		unchanged,
		unconfirmed: 0
	};
	const paths = [...unchanged];
	let unconfirmed = 0;
	let isConfirmed = (path) => observed.get(path) === planned.get(path)?.sizeBytes;
	if (options.verifyUploads === "checksum") {
		const matches = await remote.matchChecksums(paths.map(toRemotePath));
		if (matches === void 0) throw new NoChecksumError();
		isConfirmed = (_path, index) => matches[index] === true;
	}
	for (const [index, path] of paths.entries()) {
		if (isConfirmed(path, index)) continue;
		if (observed.get(path) === "unknown") unconfirmed += 1;
		unchanged.delete(path);
		uploads.set(path, "differs-on-server");
	}
	return {
		uploads,
		unchanged,
		unconfirmed
	};
}
/** The directories of uploads that don't exist. A file that was seen in one proves that it exists. */
async function findMissingDirectories(check, uploads, observed) {
	const needed = new Set([...uploads.keys()].flatMap(parentsOf));
	if (needed.size === 0) return /* @__PURE__ */ new Set();
	const seen = [...observed].filter(([, size]) => typeof size === "number");
	const directories = new Set(seen.map(([path]) => parentOf(path)));
	const existing = new Set([...directories].flatMap((path) => [path, ...parentsOf(path)]));
	return await check.missingDirectories([...needed].filter((path) => !existing.has(path)));
}
/** Asks for the files that would be overwritten although nothing is known about them. */
async function observeNew(check, { uploads, observed, missingDirectories }) {
	const unobserved = [...uploads.keys()].filter((path) => !observed.has(path));
	const isMissing = (path) => missingDirectories.has(parentOf(path));
	const asked = unobserved.filter((path) => !isMissing(path));
	const sizes = await check.observe(new Map(asked.map((path) => [path, void 0])));
	for (const path of unobserved) observed.set(path, sizes.get(path) ?? "missing");
}
/** Who owns the files that are removed, or that an unfinished run may have changed. */
async function findOwners(check, { knowledge, reading }, { comparison, observed, uploads }) {
	const { records, doubts } = knowledge;
	const isInDoubt = (path) => doubts.has(path) && typeof observed.get(path) === "number";
	const candidates = [
		...comparison.removed,
		...comparison.excluded,
		...uploads.keys()
	].filter((path) => observed.has(path));
	const times = await check.modificationTimes(candidates.filter(isInDoubt));
	return new Map(candidates.map((path) => [path, ownershipOf({
		recordedSize: records.get(path)?.sizeBytes,
		doubts: doubts.get(path) ?? [],
		observed: observed.get(path) ?? "unknown",
		modifiedMs: times.get(path),
		journalModifiedMs: reading.journalFile.status.modifiedMs
	})]));
}
// src/deploy/sync/removals.ts
/** Decides for every file that is no longer selected whether it is deleted, and if not, why. */
async function decideRemovals(input, { comparison, ownership, noDeletions }) {
	const kept = /* @__PURE__ */ new Map();
	const fates = /* @__PURE__ */ new Map();
	const candidates = [];
	for (const path of comparison.excluded) kept.set(path, "excluded");
	for (const path of comparison.removed) {
		const owner = ownership.get(path);
		if (owner === "gone") fates.set(path, "forgotten");
		else if (input.options.isProtected(path)) kept.set(path, "protected");
		else if (noDeletions !== void 0) kept.set(path, noDeletions);
		else if (owner === "ours") candidates.push(path);
		else {
			kept.set(path, owner ?? "unconfirmed");
			fates.set(path, "forgotten");
		}
	}
	const foreign = await directoriesOfOthers(input, candidates);
	const deletions = /* @__PURE__ */ new Set();
	for (const path of candidates) if (parentsOf(path).some((directory) => foreign.has(directory))) kept.set(path, "other-deployment");
	else {
		deletions.add(path);
		fates.set(path, "forgotten");
	}
	return {
		kept,
		fates,
		deletions
	};
}
/** The directories in which another deployment has its state, or in which that can't be excluded. */
async function directoriesOfOthers({ remote, toRemotePath, options }, deletions) {
	const directories = [...directoriesToProbe(deletions)];
	if (directories.length === 0) return /* @__PURE__ */ new Set();
	const states = directories.map((directory) => toRemotePath(`${directory}/${options.stateName}`));
	const sizes = await remote.sizes(states);
	return new Set(directories.filter((_, index) => sizes[index] !== "missing"));
}
/** The error if more files would be deleted than `max-deletions` allows. */
function limitError({ options, reading, knowledge, planned }, deletions) {
	const before = reading.state?.files ?? knowledge.records;
	const newFiles = [...planned.keys()].filter((path) => !before.has(path));
	const knownFiles = reading.state?.files.size ?? knownPaths(knowledge).size;
	const limit = options.maxDeletions;
	if (isWithinLimit(deletions, newFiles, {
		limit,
		knownFiles
	})) return void 0;
	return new DeleteLimitError([...deletions], {
		limit: formatLimit(limit),
		knownFiles
	});
}
// src/deploy/sync/server-check.ts
/** Number of files in a directory from which listing it is cheaper than SIZE of each. */
const worthListing = 8;
/** The remote directory, with paths relative to it. */
var ServerCheck = class {
	#remote;
	#toRemotePath;
	constructor(remote, toRemotePath) {
		this.#remote = remote;
		this.#toRemotePath = toRemotePath;
	}
	/**
	* Asks for the sizes of files. A listing may confirm an expected size; everything else is decided by SIZE, because
	* listings of some servers leave files out.
	*
	* @param expected - The files with the sizes that they should have, if known.
	*/
	async observe(expected) {
		const observed = await this.#confirmByListing(expected);
		const others = [...expected.keys()].filter((path) => !observed.has(path));
		const sizes = await this.#remote.sizes(others.map(this.#toRemotePath));
		for (const [index, path] of others.entries()) observed.set(path, sizes[index] ?? "unknown");
		return observed;
	}
	/** The modification times of files, in milliseconds since 1970. */
	async modificationTimes(paths) {
		if (paths.length === 0) return /* @__PURE__ */ new Map();
		const times = await this.#remote.modificationTimes(paths.map(this.#toRemotePath));
		return new Map(paths.map((path, index) => [path, times[index]]));
	}
	/** The directories that don't exist. */
	async missingDirectories(paths) {
		if (paths.length === 0) return /* @__PURE__ */ new Set();
		const exist = await this.#remote.directoriesExist(paths.map(this.#toRemotePath));
		return new Set(paths.filter((_, index) => exist[index] === false));
	}
	async #confirmByListing(expected) {
		const worth = [...Map.groupBy([...expected].filter(([, size]) => typeof size === "number"), ([path]) => parentOf(path))].filter(([, files]) => files.length >= worthListing);
		const confirmed = /* @__PURE__ */ new Map();
		if (worth.length === 0) return confirmed;
		const directories = worth.map(([directory]) => this.#toRemotePath(directory));
		const listings = await this.#remote.list(directories);
		for (const [index, [, files]] of worth.entries()) for (const [path, size] of files) {
			const name = path.slice(path.lastIndexOf("/") + 1);
			if (typeof size === "number" && listings[index]?.get(name) === size) confirmed.set(path, size);
		}
		return confirmed;
	}
};
// src/deploy/sync/decision.ts
/**
* Compares, checks the server and decides. Only reads.
*
* @throws {@link PlanError} when a file is in the place of a directory, or the reverse; {@link NoChecksumError}.
*/
async function decide(input) {
	const { remote, toRemotePath, planned, knowledge, options } = input;
	const check = new ServerCheck(remote, toRemotePath);
	const comparison = compare$1({
		...input,
		uploadsAll: options.uploadsAll,
		reserved: options.reserved
	});
	const noDeletions = againstDeletions(input);
	if (comparison.uploads.size > 0) await input.remote.expectTransfer();
	const observed = await observeKnown(check, input, {
		comparison,
		noDeletions
	});
	const { uploads, unchanged, unconfirmed } = await checkUnchanged$1(input, comparison, observed);
	const missingDirectories = await findMissingDirectories(check, uploads, observed);
	await observeNew(check, {
		uploads,
		observed,
		missingDirectories
	});
	for (const path of uploads.keys()) if (!knowledge.records.has(path) && observed.get(path) === "missing") uploads.set(path, "new");
	const ownership = await findOwners(check, input, {
		comparison,
		observed,
		uploads
	});
	const removal = await decideRemovals(input, {
		comparison,
		observed,
		ownership,
		noDeletions
	});
	const conflicts = await findConflicts({
		planned: new Set(planned.keys()),
		knowledge,
		observed,
		deletions: removal.deletions,
		missingDirectories: (paths) => check.missingDirectories(paths)
	});
	if (conflicts.problems.length > 0) throw new PlanError(conflicts.problems.map((problem) => sanitize(problem)));
	const confirmedSizes = sizesOfOwn(ownership, observed);
	const files = nextFiles({
		...input,
		comparison,
		fates: removal.fates,
		confirmedSizes
	});
	const hasChanges = uploads.size > 0 || removal.deletions.size > 0;
	return {
		comparison,
		uploads,
		unchanged,
		unconfirmed,
		doubts: doubtsOf$1(uploads, {
			planned,
			observed,
			ownership,
			knowledge
		}),
		deletions: removal.deletions,
		limitError: limitError(input, removal.deletions),
		conflicts,
		kept: removal.kept,
		noDeletions,
		isAdopted: input.isAdopted,
		missingDirectories: sortByDepth([...missingDirectories]),
		nextFiles: files,
		confirmedSizes,
		hasWork: hasChanges || hasRecordsToWrite(input, files) || noDeletions === void 0 && unneededDirectories(knowledge, files).length > 0
	};
}
function againstDeletions({ reading, knowledge, isAdopted, planned, options }) {
	const { state } = reading;
	return reasonAgainstDeletions({
		isRequested: options.deleteRemoved,
		hasState: state !== void 0,
		isAdopted,
		isTakenOver: reading.isTakenOver,
		knowledge,
		planned: new Set(planned.keys()),
		limit: options.maxDeletions,
		selection: selectionDigest(options.selection),
		stateSelection: state && selectionDigest(state.selection)
	});
}
function sizesOfOwn(ownership, observed) {
	const sizes = /* @__PURE__ */ new Map();
	for (const [path, owner] of ownership) {
		const size = observed.get(path);
		if (owner === "ours" && typeof size === "number") sizes.set(path, size);
	}
	return sizes;
}
/** What the server has before the uploads. A part that an unfinished run left counts as nothing. */
function doubtsOf$1(uploads, found) {
	const doubts = /* @__PURE__ */ new Map();
	for (const path of uploads.keys()) {
		const size = found.observed.get(path);
		const isOwn = found.ownership.get(path) === "ours" && found.knowledge.doubts.has(path);
		const before = size === "missing" || isOwn ? null : typeof size === "number" ? size : void 0;
		doubts.set(path, {
			before,
			planned: found.planned.get(path)?.sizeBytes ?? 0
		});
	}
	return doubts;
}
/** Whether state or journal must be written although no file changes. */
function hasRecordsToWrite({ reading, options, knowledge }, files) {
	const { state, hasOld } = reading;
	if (knowledge.isJournalValid || knowledge.uncertainty !== void 0 || hasOld || reading.isTakenOver) return true;
	if (!areSameFiles(files, state?.files ?? /* @__PURE__ */ new Map())) return true;
	return state !== void 0 && selectionDigest(state.selection) !== selectionDigest(options.selection);
}
/** Directories that no file needs anymore; a run that deletes removes them, or forgets them. */
function unneededDirectories({ directories }, files) {
	return removableDirectories(directories, files.keys());
}
function sortByDepth(paths) {
	return paths.toSorted((a, b) => parentsOf(a).length - parentsOf(b).length || (a < b ? -1 : 1));
}
// src/deploy/sync/waiting.ts
const waitIntervalMs = 15e3;
const waitMs = 18e4;
/**
* Waits for an unfinished run. `again`: something has changed, read again. `take-over`: it is dead, has ended, or was an
* earlier attempt of this job.
*
* @throws {@link StateError} when it is still writing after three minutes.
*/
async function awaitOtherRun({ remote, clock, observer }, reader, reading) {
	if (!mayBeRunning(reader, reading)) return "take-over";
	const last = reading.journal && lastRunOf(reading.journal);
	observer.waiting(last?.job);
	const { journal } = reader.paths;
	const watched = [journal, ...(last?.uploading ?? []).map(reader.toRemotePath)];
	const began = clock.now();
	let before = await watch(remote, watched);
	let hasGrown = before[0] !== reading.journalFile.content?.length;
	while (clock.now() - began < waitMs) {
		await clock.wait(waitIntervalMs);
		const sizes = await watch(remote, watched);
		if (sizes[0] === "missing") return "again";
		if (sizes[0] !== before[0] && await hasEnded(remote, journal)) return "again";
		hasGrown ||= sizes.some((size, index) => size !== before[index]);
		before = sizes;
	}
	if (!hasGrown) return "take-over";
	const job = last?.job;
	throw new StateError("other-run", `Another run is deploying to the same directory${job === void 0 ? "" : ` (run ${job.runId}, job ${job.job}, attempt ${job.attempt})`}.`);
}
/** The sizes of the journal and of other files; that of the journal in any case. */
async function watch(remote, [journal = "", ...others]) {
	const [size = "unknown", ...sizes] = await remote.sizes([journal, ...others]);
	if (size !== "unknown") return [size, ...sizes];
	return [(await remote.retrieve(journal, 67108864))?.length ?? "missing", ...sizes];
}
function mayBeRunning({ run, job }, { journal, knowledge }) {
	if (journal === void 0) return false;
	if (!knowledge.isJournalValid && knowledge.uncertainty === void 0) return false;
	const last = lastRunOf(journal);
	if (last === void 0) return true;
	if (last.hasEnded || last.run === run) return false;
	return !(job !== void 0 && last.job?.runId === job.runId && last.job.job === job.job && last.job.attempt < job.attempt);
}
async function hasEnded(remote, path) {
	const content = await remote.retrieve(path, maxJournalBytes);
	return content === void 0 || lastRunOf(decodeJournal(content))?.hasEnded === true;
}
// src/deploy/sync/preparation.ts
const maxAttempts$3 = 5;
/**
* Reads, compares and decides; starts again if another run changes something in the meantime.
*
* @throws {@link DeleteLimitError} after the observer got the decision, and what reading and deciding throws.
*/
async function prepare(job) {
	const { remote, clock, options } = job;
	for (let attempt = 1; attempt <= maxAttempts$3; attempt += 1) {
		const reading = await readDeployment(remote, clock, {
			...options,
			remoteDirectory: options.comparesDirectory ? options.remoteDirectory : void 0
		});
		job.observer.read(reading);
		if (!options.isDryRun && await awaitOtherRun(job, options, reading) === "again") continue;
		const preparation = await decideOn(job, reading);
		const { decision } = preparation;
		job.observer.decided(decision, preparation.reading);
		if (decision.limitError !== void 0) throw decision.limitError;
		if (decision.hasWork || options.isDryRun) return preparation;
		if (await isUntouched(job, reading)) return preparation;
	}
	throw new OtherRunError();
}
async function decideOn(job, reading) {
	const { remote, options, local } = job;
	const planned = await local.versions();
	const { files: adopted, problem } = await adopt(job, reading, planned);
	const knowledge = adopted === void 0 ? reading.knowledge : {
		...reading.knowledge,
		records: new Map([...adopted, ...reading.knowledge.records])
	};
	const decision = await decide({
		remote,
		toRemotePath: options.toRemotePath,
		planned,
		existsLocally: (path) => !options.selection.flatten && local.exists(path),
		reading,
		knowledge,
		isAdopted: adopted !== void 0,
		options
	});
	const directories = [...knowledge.directories, ...decision.missingDirectories];
	assertStateFits(decision.nextFiles, directories);
	return {
		reading: {
			...reading,
			adoptionProblem: problem
		},
		knowledge,
		decision
	};
}
async function adopt({ remote, clock, options }, reading, planned) {
	if (reading.state !== void 0 || reading.stateProblem !== void 0) return {};
	if (reading.isTakenOver || options.adopt === "none") return {};
	if (options.adopt === "ftp-deploy-action") {
		const path = options.toRemotePath(ftpDeployStateName$1);
		const { content } = await readFile({
			remote,
			clock
		}, path, { maxBytes: maxStateBytes });
		if (content === void 0) return { problem: "it is not in \"remote-dir\"" };
		const files = decodeFtpDeployState(content);
		return files === void 0 ? { problem: "it is damaged or contains unsafe paths" } : { files };
	}
	const paths = [...planned.keys()];
	const matches = await remote.matchChecksums(paths.map(options.toRemotePath));
	if (matches === void 0) throw new NoChecksumError();
	return { files: new Map([...planned].filter((_, index) => matches[index] === true)) };
}
/** Whether state and journal haven't changed since they were read. If so, nothing is left to do in the session. */
async function isUntouched({ remote, options }, reading) {
	const { state, journal } = options.paths;
	const [stateStatus, journalStatus] = await remote.statusesAndQuit([state, journal]);
	return isSameStatus(stateStatus, reading.stateStatus) && isSameStatus(journalStatus, reading.journalFile.status);
}
// src/deploy/sync/removal.ts
/** Number of DELE commands between two looks at the journal. */
const batchSize = 40;
const maxAttempts$2 = 3;
/** Deletes files and directories of this action, one by one. */
var Removal = class {
	#context;
	/** Name of a directory that shows whether the server refuses to remove directories with files. */
	#probe;
	#refusesFullDirectories;
	constructor(context, probe) {
		this.#context = context;
		this.#probe = probe;
	}
	/**
	* Deletes files. A file that is gone already counts as deleted.
	*
	* @returns The files that the server refuses to delete.
	*/
	async deleteFiles(paths) {
		const remaining = [];
		for (let start = 0; start < paths.length; start += batchSize) {
			await this.#context.beforeChange();
			const batch = paths.slice(start, start + batchSize);
			remaining.push(...await this.#deleteBatch(batch, this.#context.toRemotePath));
		}
		return remaining;
	}
	/** Deletes files that may be outside of the remote directory, by their remote paths. */
	async deleteRemotePaths(remotePaths) {
		await this.#context.beforeChange();
		await this.#deleteBatch(remotePaths, (path) => path);
	}
	async #deleteBatch(paths, toRemotePath) {
		const { remote, beforeChange } = this.#context;
		let remaining = paths;
		for (let attempt = 1; attempt <= maxAttempts$2 && remaining.length > 0; attempt += 1) {
			if (attempt > 1) await beforeChange();
			const batch = remaining.map(toRemotePath);
			const outcome = await tryChange(remote, () => remote.deleteFiles(batch));
			if (outcome !== "unknown" && outcome.every((refusal) => refusal === void 0)) return [];
			const sizes = await remote.sizes(batch);
			remaining = remaining.filter((_, index) => {
				return !(outcome !== "unknown" && outcome[index] === void 0) && sizes[index] !== "missing";
			});
		}
		return remaining;
	}
	/**
	* Removes directories that are empty, in this order, if the server refuses to remove those that aren't. What is no
	* directory anymore is left alone, because some servers remove files by RMD as well.
	*/
	async removeDirectories(directories) {
		if (directories.length === 0) return;
		const { remote, toRemotePath } = this.#context;
		const exist = await remote.directoriesExist(directories.map(toRemotePath));
		const existing = directories.filter((_, index) => exist[index] === true);
		if (existing.length === 0 || !await this.canRemoveDirectories()) return;
		for (const path of existing) await this.removeDirectory(path);
	}
	/** Removes a directory; returns whether it is gone. */
	async removeDirectory(path) {
		const { remote, toRemotePath, beforeChange } = this.#context;
		let outcome = "unknown";
		for (let attempt = 1; attempt <= maxAttempts$2 && outcome === "unknown"; attempt += 1) {
			await beforeChange();
			outcome = await tryChange(remote, () => remote.removeDirectory(toRemotePath(path)));
		}
		if (outcome === void 0) return true;
		const [exists] = await remote.directoriesExist([toRemotePath(path)]);
		return exists === false;
	}
	/** Finds out whether the server refuses to remove a directory with a file in it, with one that has no other purpose. */
	async canRemoveDirectories() {
		for (let attempt = 1; attempt <= maxAttempts$2; attempt += 1) this.#refusesFullDirectories ??= await this.#tryFullDirectory();
		return this.#refusesFullDirectories === true;
	}
	/** Returns undefined if a reply was lost. */
	async #tryFullDirectory() {
		const { remote, toRemotePath, beforeChange } = this.#context;
		const directory = toRemotePath(this.#probe);
		const file = toRemotePath(probeFile(this.#probe));
		await beforeChange();
		const made = await tryChange(remote, () => remote.makeDirectory(directory));
		const stored = await tryChange(remote, () => remote.store(file, Buffer.from("probe")));
		const removed = stored ?? await tryChange(remote, () => remote.removeDirectory(directory));
		const [size] = await remote.sizes([file]);
		await this.deleteFiles([probeFile(this.#probe)]);
		await this.removeDirectory(this.#probe);
		if ([
			made,
			stored,
			removed
		].includes("unknown")) return void 0;
		return stored === void 0 && removed !== void 0 && typeof size === "number";
	}
};
// src/deploy/sync/new-state.ts
/** The state after a run. */
function newState({ options, clock }, found) {
	return {
		repository: options.repository,
		remoteDirectory: options.remoteDirectory,
		writtenAt: new Date(clock.date()).toISOString(),
		selection: options.selection,
		...found
	};
}
/** Encodes a state with another size than the one that it replaces. */
function encodeDifferently(job, state, sizeBefore) {
	for (;;) {
		const { bytes } = encodeState(state, job.randomText());
		if (bytes.length !== sizeBefore) return bytes;
	}
}
// src/deploy/upload-order.ts
/**
* Whether a file is an entry page: it refers to other files, so it is published after them.
*
* @param path - A remote path, or one relative to the remote directory.
*/
function isEntryPage(path) {
	return path.slice(path.lastIndexOf("/") + 1) === "index.html";
}
/**
* Spreads files over several connections: new files before changed ones, large ones before small ones, so that the last
* ones take little time, and entry pages once all others have arrived.
*
* @param order - Indices of the files to upload.
*/
function spread(files, order, { isAmbiguous, isStaged }) {
	const file = (index) => {
		const found = files[index];
		if (found === void 0) throw new RangeError("There is no such file.");
		return found;
	};
	const rank = (index) => ["new", void 0].includes(file(index).reason) ? 0 : 1;
	const size = (index) => file(index).sizeBytes;
	const isLast = (index) => !isStaged && isEntryPage(file(index).remotePath);
	return [order.filter((index) => !isLast(index)), order.filter(isLast)].filter((stage) => stage.length > 0).map((stage) => ({
		shared: stage.filter((index) => !isAmbiguous(file(index).remotePath)).sort((a, b) => rank(a) - rank(b) || size(b) - size(a)),
		reserved: stage.filter((index) => isAmbiguous(file(index).remotePath))
	}));
}
// src/deploy/sync/upload-order.ts
/**
* The order of uploads: new files before changed ones, so that a changed page finds what it refers to, and `index.html`
* files last.
*/
function uploadOrder(uploads) {
	const rank = (path) => isEntryPage(path) ? 2 : uploads.get(path) === "new" ? 0 : 1;
	return [...uploads.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}
// src/deploy/sync/run.ts
/** Files from this size are announced, because their transfer may take longer than a minute. */
const mayTakeOverAMinuteBytes = 16777216;
/**
* Deploys what has changed since the last deployment, and deletes what is gone.
*
* @throws {@link StateError}, {@link DeleteLimitError}, {@link PlanError}, and the error of the first file that failed.
*/
async function synchronize(job) {
	const preparation = await prepare(job);
	const { decision } = preparation;
	if (!decision.hasWork || job.options.isDryRun) return {
		decision,
		isChanged: false,
		deleted: [],
		undeleted: []
	};
	return await new SyncRun(job, preparation).run();
}
/** A run that changes the server. */
var SyncRun = class {
	#job;
	#preparation;
	#journal;
	#stateFile;
	#removal;
	/** Files that have arrived, and those of them that the journal doesn't list yet. */
	#arrived = /* @__PURE__ */ new Map();
	#unlisted = /* @__PURE__ */ new Map();
	#deleted = [];
	#undeleted = [];
	#hasReplacedState = false;
	/** Whether the first lines of this run were stored under a temporary name. */
	#hasStoredJournal = false;
	constructor(job, preparation) {
		this.#job = job;
		this.#preparation = preparation;
		const { remote, clock, options } = job;
		const { run, paths, toRemotePath } = options;
		const { content, status } = preparation.reading.journalFile;
		this.#journal = new JournalFile(remote, clock, {
			path: paths.journal,
			run,
			content,
			status
		});
		this.#stateFile = new StateFile(remote, paths, {
			run,
			reading: preparation.reading
		});
		const beforeChange = () => this.#keepJournal();
		this.#removal = new Removal({
			remote,
			toRemotePath,
			journal: this.#journal,
			beforeChange
		}, probeDirectory(run));
	}
	async run() {
		const { options, uploads } = this.#job;
		const { decision } = this.#preparation;
		await uploads.createDirectories([.../* @__PURE__ */ new Set([options.toRemotePath(""), options.stateDirectory])]);
		await this.#announce();
		try {
			await this.#makeRoom();
			const { toRemotePath } = options;
			await uploads.createDirectories(decision.missingDirectories.map(toRemotePath));
			await this.#upload();
			await this.#deleteTemporaryFiles();
			await this.#deleteRemoved();
			await this.#job.maintenance?.end();
			await this.#finish();
		} catch (error) {
			throw await this.#stop(error);
		}
		return {
			decision,
			isChanged: true,
			deleted: this.#deleted,
			undeleted: this.#undeleted
		};
	}
	/** Writes the journal. Nothing else was changed before that. */
	async #announce() {
		const header = headerOf$1(this.#job, this.#preparation);
		const all = changesOf$1(this.#job, this.#preparation, this.#preparation.decision.doubts);
		const { isStaged } = this.#job.uploads;
		const first = isStaged ? changesOf$1(this.#job, this.#preparation, /* @__PURE__ */ new Map()) : all;
		try {
			const others = [this.#job.options.paths.state];
			const [status] = await this.#journal.append([header, first], [header, all], others);
			this.#hasStoredJournal = !this.#journal.canAppend;
			await this.#stateFile.check(status);
		} catch (error) {
			await this.#journal.append([header, this.#end]).catch(() => void 0);
			throw error;
		}
	}
	get #end() {
		return {
			kind: "end",
			run: this.#job.options.run
		};
	}
	/** Deletes what is in the place of planned files and directories. */
	async #makeRoom() {
		const { files, directories } = this.#preparation.decision.conflicts;
		if (directories.length + files.length > 0) await this.#job.maintenance?.beginDeletions();
		if (directories.length > 0 && !await this.#removal.canRemoveDirectories()) throw inTheWay(directories);
		if (files.length > 0) await this.#journal.check();
		await this.#delete(files);
		if (directories.length === 0) return;
		const { knowledge } = this.#preparation;
		const isBelow = (path) => parentsOf(path).some((parent) => directories.includes(parent));
		const left = temporaryFilesOf(knowledge.temporary, (path) => !isBelow(path));
		await this.#removal.deleteFiles(left.files);
		for (const directory of directories) if (!await this.#removal.removeDirectory(directory)) throw inTheWay([directory]);
	}
	async #upload() {
		const { uploads } = this.#preparation.decision;
		if (uploads.size === 0) return;
		const error = await this.#job.uploads.upload(uploadOrder(uploads), {
			beforeUpload: (path) => this.#beforeUpload(path),
			beforeRenames: (paths) => this.#beforeRenames(paths),
			arrived: (path, version) => {
				this.#arrived.set(path, version);
				this.#unlisted.set(path, version);
			}
		});
		if (error !== void 0) throw error;
		const missing = [...uploads.keys()].filter((path) => !this.#arrived.has(path));
		if (missing.length > 0) throw new Error(`${missing.length} files were not uploaded.`);
	}
	async #beforeUpload(path) {
		await this.#keepJournal();
		if ((this.#preparation.decision.doubts.get(path)?.planned ?? 0) < mayTakeOverAMinuteBytes || !this.#journal.canAppend) return;
		const { uploads, options } = this.#job;
		const growing = uploads.growingPath(path);
		await this.#journal.append([{
			kind: "uploading",
			run: options.run,
			path: growing
		}]);
	}
	async #beforeRenames(paths) {
		if (!this.#job.uploads.isStaged) {
			await this.#keepJournal();
			return;
		}
		const { doubts } = this.#preparation.decision;
		const announced = new Map([...doubts].filter(([path]) => paths.includes(path)));
		if (this.#journal.canAppend) await this.#journal.append([changesOf$1(this.#job, this.#preparation, announced)]);
		else await this.#journal.check();
	}
	/** Once a minute, lists what has arrived. That shows other runs that this one is alive, and this one if there is another. */
	async #keepJournal() {
		if (this.#journal.isCheckDue && this.#journal.canAppend) await this.#appendDone();
		else await this.#journal.checkIfDue();
	}
	/** Lists what has arrived since the last time. */
	async #appendDone(...lines) {
		const files = this.#unlisted;
		this.#unlisted = /* @__PURE__ */ new Map();
		try {
			await this.#journal.append([{
				kind: "done",
				run: this.#job.options.run,
				files
			}, ...lines]);
		} catch (error) {
			this.#unlisted = new Map([...files, ...this.#unlisted]);
			throw error;
		}
	}
	/** Deletes what interrupted runs have left under temporary names. */
	async #deleteTemporaryFiles() {
		const { options } = this.#job;
		const { knowledge, decision } = this.#preparation;
		const isTaken = (path) => decision.nextFiles.has(path) || knowledge.records.has(path);
		const { files, directories } = temporaryFilesOf(knowledge.temporary, isTaken);
		const states = [...knowledge.runs].flatMap((run) => [`${options.paths.state}.${run}`, `${options.paths.journal}.${run}`]);
		const journals = this.#hasStoredJournal ? await temporaryJournals(this.#job) : [];
		await this.#removal.deleteRemotePaths([...states, ...journals]);
		await this.#removal.deleteFiles(files);
		for (const directory of directories) await this.#removal.removeDirectory(directory);
	}
	async #deleteRemoved() {
		const { deletions, conflicts } = this.#preparation.decision;
		const remaining = [...deletions].filter((path) => !conflicts.files.includes(path));
		if (remaining.length > 0) {
			await this.#job.maintenance?.beginDeletions();
			await this.#journal.check();
		}
		await this.#delete(remaining);
	}
	/** Deletes files that still have the size with which they were confirmed. */
	async #delete(paths) {
		const { remote, options, observer } = this.#job;
		const { confirmedSizes } = this.#preparation.decision;
		const sizes = await remote.sizes(paths.map(options.toRemotePath));
		const confirmed = paths.filter((path, index) => sizes[index] === confirmedSizes.get(path));
		const undeleted = new Set(await deleteFiles(this.#removal, confirmed, this.#job));
		for (const path of confirmed) {
			if (undeleted.has(path)) continue;
			this.#deleted.push(path);
			observer.deleted(path);
		}
		this.#undeleted.push(...undeleted);
	}
	/** Writes the new state and deletes the journal. */
	async #finish() {
		const { size } = this.#preparation.reading.stateStatus;
		const bytes = encodeDifferently(this.#job, await this.#nextState(), size);
		await this.#keepJournal();
		const journalStatus = await this.#stateFile.replace(bytes, this.#journal);
		this.#hasReplacedState = true;
		await deleteJournal(this.#job.remote, this.#journal, journalStatus);
	}
	async #nextState() {
		const { decision, knowledge } = this.#preparation;
		const files = new Map(decision.nextFiles);
		for (const [path, record] of this.#arrived) files.set(path, record);
		for (const path of this.#undeleted) files.set(path, knowledge.records.get(path) ?? {
			sizeBytes: null,
			sha256: null
		});
		const directories = /* @__PURE__ */ new Set([...knowledge.directories, ...decision.missingDirectories]);
		for (const path of files.keys()) directories.delete(path);
		if (decision.noDeletions === void 0) {
			const unneeded = removableDirectories(directories, files.keys());
			await this.#removal.removeDirectories(unneeded);
			for (const path of unneeded) directories.delete(path);
		}
		return newState(this.#job, {
			generation: knowledge.generation + 1,
			files,
			directories
		});
	}
	/** After a failure, leaves behind what the next run needs to know. Returns its cause: another run, if there is one. */
	async #stop(error) {
		const { options, observer } = this.#job;
		observer.stopping();
		let cause = error;
		if (!(error instanceof OtherRunError)) try {
			await (this.#journal.canAppend ? this.#appendDone(this.#end) : this.#journal.append([this.#end]));
			return error;
		} catch (second) {
			if (!(second instanceof OtherRunError)) return error;
			cause = second;
		}
		const changes = changesOf$1(this.#job, this.#preparation, this.#preparation.decision.doubts);
		const everything = {
			kind: "everything",
			run: options.run
		};
		const lines = this.#hasReplacedState ? [changes, everything] : [changes];
		const header = headerOf$1(this.#job, this.#preparation);
		await recordDoubts(this.#job, {
			header,
			lines: [...lines, this.#end]
		});
		return cause;
	}
};
// src/deploy/sync/unrecorded-run.ts
const maxAttempts$1 = 5;
/**
* Adds the files of a run to the journal as doubtful, so that the next run with `sync` uploads them again. The run
* itself neither waits for others nor writes anything else.
*
* @throws {@link StateError} when the journal can't be written, or the state can't be read.
*/
async function announceUnrecorded(unrecorded) {
	const { remote, clock, paths, run } = unrecorded;
	for (let attempt = 1; attempt <= maxAttempts$1; attempt += 1) {
		const stored = await readStored(unrecorded, paths);
		const { decoded, journal, journalFile, stateFile } = stored;
		if (decoded?.kind === "newer-version" || journal?.isNewerVersion === true) throw newerVersion();
		const state = decoded?.kind === "usable" ? decoded.state : void 0;
		const doubts = doubtsOf(unrecorded, state);
		if (isAnnounced(stored, state, doubts)) return {
			state: stateFile.status,
			journal: journalFile.status
		};
		const file = new JournalFile(remote, clock, {
			path: paths.journal,
			run,
			...journalFile
		});
		const lines = [headerOf(unrecorded, stored, state), changesOf(run, doubts)];
		try {
			await file.append([...lines, {
				kind: "end",
				run
			}]);
		} catch (error) {
			if (error instanceof OtherRunError) continue;
			throw error;
		}
		const current = await statusesOf(unrecorded);
		if (isSameStatus(current.state, stateFile.status)) return current;
	}
	throw new OtherRunError();
}
/**
* After the uploads, adds the files once more if another run has changed state or journal in the meantime: it may have
* finished before the last of these uploads, and then it took the files on the server for its own.
*
* @throws what {@link announceUnrecorded} throws.
*/
async function announceAgain(unrecorded, before) {
	const { state, journal } = await statusesOf(unrecorded);
	if (isSameStatus(state, before.state) && isSameStatus(journal, before.journal)) return;
	await announceUnrecorded(unrecorded);
}
async function statusesOf({ remote, paths }) {
	const [state, journal] = await remote.statuses([paths.state, paths.journal]);
	if (state === void 0 || journal === void 0) throw new Error("A status is missing.");
	return {
		state,
		journal
	};
}
/** Undefined: the state may name the files in another way. */
function doubtsOf({ paths, remoteDirectory, uploads }, state) {
	if (relativeTo(remoteDirectory, paths.state) === void 0 && state?.remoteDirectory !== remoteDirectory) return void 0;
	const doubts = /* @__PURE__ */ new Map();
	for (const [remotePath, planned] of uploads) {
		const path = relativeTo(remoteDirectory, remotePath);
		if (path !== void 0) doubts.set(path, {
			before: void 0,
			planned
		});
	}
	return doubts;
}
/** Whether the next run uploads all of the files anyway, and no other run is about to delete the journal. */
function isAnnounced({ journal }, state, doubts) {
	if (journal === void 0 || lastRunOf(journal)?.hasEnded !== true) return false;
	const known = combine$1(state, journal);
	if (known.uncertainty !== void 0) return true;
	return doubts !== void 0 && [...doubts.keys()].every((path) => known.doubts.has(path));
}
/** The first line of the run. It belongs to the deployment whose state it is: this run makes none of its decisions. */
function headerOf({ run, randomText }, { journal }, state) {
	const last = journal?.headers.at(-1);
	const selection = state === void 0 ? last?.selection : selectionDigest(state.selection);
	return {
		kind: "header",
		run,
		job: void 0,
		repository: state?.repository ?? last?.repository ?? {},
		state: state?.digest ?? null,
		generation: state?.generation ?? 0,
		selection: selection ?? "",
		padding: randomText()
	};
}
function changesOf(run, doubts) {
	if (doubts === void 0) return {
		kind: "everything",
		run
	};
	return {
		kind: "changes",
		run,
		doubts,
		deletes: [],
		directories: [],
		temporary: []
	};
}
// src/deploy/existing-state.ts
/** How often the server is asked for the state. */
const maxAttempts = 2;
/**
* Looks for a state or a journal of earlier runs with `sync`. If there is one, adds the planned files to the journal as
* doubtful, so that the next run with `sync` uploads them again. If there is none, this costs no round trip where commands
* are pipelined: the port for the first upload is requested in the same write.
*
* On a server that doesn't support SIZE nothing is found. There, runs with `sync` upload every file that they can't
* confirm by its checksum.
*
* If it can't be read, the run only says so: it must work with accounts that may only upload.
*
* @returns What remains to be done after the uploads; undefined if there is no state.
* @throws {@link StateError} when the journal can't be written. No file was changed then.
*/
async function announceToState(plainRun) {
	const { plan, connections } = plainRun;
	const { options, optional, notices } = connections.first.run;
	if (plan.uploads.length === 0 || !optional.isUsable("size")) return void 0;
	const paths = statePaths(statePathOf(plan.remoteDirectory, options.stateFile));
	if (!await exists$1(plainRun, [paths.state, paths.journal])) return void 0;
	const unrecorded = unrecordedRun(plainRun, paths);
	try {
		const announcement = await announceUnrecorded(unrecorded);
		return { afterUploads: () => announceOnceMore(plainRun, unrecorded, announcement) };
	} catch (error) {
		if (!(error instanceof StateError) || !isUnreadable(error)) throw error;
		const text = `The state of runs with sync can't be used: ${error.message} ${mayBeSkipped}`;
		notices.once(text, "warning");
		return;
	}
}
function unrecordedRun({ plan, connections, cancellation }, paths) {
	const { connection, run } = connections.first;
	const { options, optional, recordRetry } = run;
	const { retry, signal, clock = runClock(signal) } = options;
	return {
		remote: new ClientFiles(connection, {
			retry,
			optional,
			onRetry: recordRetry,
			/** After a cancellation, there is a little time to show the next run which files are doubtful. */
			get signal() {
				return signal.aborted ? cancellation.cleanUpSignal : signal;
			},
			hashOf: () => Promise.resolve("")
		}),
		clock,
		paths,
		run: (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.randomBytes)(6).toString("hex"),
		remoteDirectory: plan.remoteDirectory,
		uploads: new Map(plan.uploads.map(({ remotePath, sizeBytes }) => [remotePath, sizeBytes])),
		randomText
	};
}
/** The uploads are finished, so this is no reason to fail. */
async function announceOnceMore({ connections }, unrecorded, announcement) {
	try {
		await announceAgain(unrecorded, announcement);
	} catch (error) {
		const { message } = error;
		const text = `The journal of runs with sync can't be checked: ${message} ${mayBeSkipped}`;
		connections.first.run.notices.once(text, "warning");
	}
}
function isUnreadable({ reason }) {
	return reason === "unreadable" || reason === "too-long";
}
const mayBeSkipped = "If there is one, the next of these runs may skip files that this one changes.";
/**
* Whether there is one of these files. An empty one says nothing: the next run with `sync` uploads every file. A server
* that breaks at SIZE has none: runs with `sync` can't work there, other runs can.
*/
async function exists$1({ connections }, paths) {
	const { connection, run } = connections.first;
	const { options, notices } = run;
	for (let attempt = 1;; attempt += 1) {
		const client = await connection.connect(options.signal);
		try {
			return await askForSizes(client, paths);
		} catch (error) {
			options.signal.throwIfAborted();
			if (attempt < maxAttempts) continue;
			const { message } = error;
			notices.once(`A state of runs with sync can't be looked for: ${message} ${mayBeSkipped}`);
			return false;
		}
	}
}
async function askForSizes(client, paths) {
	const commands = paths.map((path) => client.files.sizeCommand(path));
	const answers = await client.executeOnFiles(commands, paths, { transferFollows: true });
	const busy = answers.find(({ reply }) => reply.code >= 400 && reply.code < 500);
	if (busy !== void 0) throw new ReplyError(busy.command, busy.reply);
	return answers.some((answer) => {
		return answer.reply.code === replyCode.fileStatus && client.files.parseSize(answer)?.bytes !== 0;
	});
}
// src/deploy/file/remote-files.ts
/**
* The size of a file in bytes; `missing` when the server rejects SIZE, undefined when it doesn't support SIZE.
*
* @throws {@link ReplyError} when it refuses temporarily.
*/
async function sizeIfExists(client, path) {
	try {
		return await client.size(path);
	} catch (error) {
		if (error instanceof ReplyError && !error.isTransient) return "missing";
		throw error;
	}
}
/**
* Whether a path is a directory. CWD decides: some servers reply to SIZE of a directory as well. Without a login
* directory, which CWD has to return to, SIZE shows at least a file.
*
* @throws {@link ReplyError} when the server refuses temporarily.
*/
async function kindOf(client, path) {
	if (client.loginDirectory !== void 0) return await client.probeDirectory(path) === "exists" ? "directory" : "other";
	return typeof await sizeIfExists(client, path) === "number" ? "other" : "unknown";
}
/** The error for a file whose name a directory has; `refusal` is what the server has said to that. */
function directoryConflict(refusal) {
	return new FileNameError("directory-exists", `A directory of that name exists on the server${refusal === void 0 ? "" : ` (${formatReply(refusal.reply)})`}.`, { cause: refusal });
}
const bySize = async (client, path) => {
	const size = await sizeIfExists(client, path);
	return typeof size === "number" ? String(size) : void 0;
};
const byTime = async (client, path) => await client.files.modificationTime(path);
/** RNFR without RNTO changes nothing (RFC 959 section 4.1.3). */
const byRename = async (client, path) => {
	const refusal = await client.files.renameFrom(path);
	if (refusal?.isTransient === true) throw refusal;
	return refusal === void 0 ? "exists" : void 0;
};
/**
* Finds a command that shows whether a file exists: SIZE, MDTM or RNFR, the first that recognizes an existing file.
*
* @returns undefined when none does.
*/
async function findQuestion(client, existingPath) {
	for (const ask of [
		bySize,
		byTime,
		byRename
	]) {
		const identity = await ask(client, existingPath);
		if (identity !== void 0) return {
			ask,
			identity
		};
	}
}
// src/deploy/maintenance.ts
/** How long replies that a file is in use are retried while the maintenance file is up, in milliseconds. */
const inUseMs = 3e4;
const inUsePauseMs = 1e3;
/** Replies that servers send when a program uses a file. They have other reasons, too. */
const inUseCodes = [replyCode.fileBusy, replyCode.fileUnavailable];
/** The maintenance file of a run: on the server from before the first change that visitors can see until after the last. */
var Maintenance = class {
	#page;
	#worker;
	#phase = "down";
	#hasDeleted = false;
	/** When a file was in use for the first time. */
	#inUseSince = /* @__PURE__ */ new Map();
	/** @param first - The first connection of the run. */
	constructor(first, page) {
		this.#worker = first;
		this.#page = page;
	}
	/** Works over another connection from now on: the first one may be busy with a transfer. */
	use(connection) {
		this.#worker = connection;
	}
	/** Whether visitors see the file, and not the site. */
	get isUp() {
		return this.#phase === "up" || this.#phase === "found";
	}
	/**
	* Uploads the file before the first visible change; called before each of them.
	*
	* @throws {@link MaintenanceError} when that isn't possible. Nothing was changed then.
	*/
	async begin() {
		if (this.#phase !== "down") return;
		const worker = this.#worker;
		const { remotePath, bytes } = this.#page;
		try {
			await worker.attempt({ remotePath }, async (client) => {
				if (this.#phase === "down") this.#phase = await this.#find(client);
				if (this.#phase !== "up") return;
				await client.store(remotePath, new MemorySource(bytes));
				const size = await sizeIfExists(client, remotePath);
				if (size === void 0 || size === bytes.length) return;
				throw new VerificationError(remotePath, "is incomplete on the server");
			});
		} catch (error) {
			worker.run.options.signal.throwIfAborted();
			throw new MaintenanceError("upload", remotePath, error);
		}
		if (this.isUp) worker.run.observer.maintenance("up", remotePath);
		else worker.run.notices.once(this.#foreignWarning, "warning");
	}
	/** The same before files are deleted, which is a visible change in any case. */
	async beginDeletions() {
		await this.begin();
		this.#hasDeleted = true;
	}
	/**
	* Deletes the file after the last visible change, also one that an earlier run has left.
	*
	* @throws {@link MaintenanceError} when it may still be on the server.
	*/
	async end() {
		if (this.#phase === "foreign" || this.#phase === "ended") return;
		const worker = this.#worker;
		const { remotePath, bytes } = this.#page;
		const wasUp = this.isUp;
		try {
			await worker.attempt({ remotePath }, async (client) => {
				if (!wasUp && await sizeIfExists(client, remotePath) !== bytes.length) return;
				this.#phase = "found";
				await deleteFile(client, remotePath);
			});
		} catch (error) {
			worker.run.options.signal.throwIfAborted();
			throw new MaintenanceError("delete", remotePath, error);
		}
		if (this.isUp) worker.run.observer.maintenance("down", remotePath);
		this.#phase = "ended";
	}
	/** After a failure: deletes the file unless the site may have been changed. Never throws. */
	async settle(cancellation) {
		if (!this.isUp) return;
		const worker = this.#worker;
		const { remotePath } = this.#page;
		const isUntouched = this.#phase === "up" && !this.#mayHaveChanged;
		if (isUntouched && await this.#withdraw(cancellation)) {
			worker.run.observer.maintenance("down", remotePath);
			return;
		}
		const why = isUntouched ? "it could not be deleted" : "the deployment has changed files and did not finish";
		worker.run.notices.once(`Visitors still see the maintenance file ${sanitize(remotePath)}: ${why}. The next successful run deletes it.`, "warning");
	}
	/**
	* Waits before another attempt if a file is in use: the server's program may need a while to stop after the
	* maintenance file has appeared.
	*
	* @returns False if the error has another reason, or 30 seconds have passed.
	*/
	async awaitRelease(client, remotePath, error) {
		if (!this.isUp || !mayBeInUse(error) || client.failure !== void 0) return false;
		const isFirst = !this.#inUseSince.has(remotePath);
		const since = this.#inUseSince.get(remotePath) ?? performance.now();
		this.#inUseSince.set(remotePath, since);
		if (performance.now() - since > inUseMs) return false;
		if (typeof await sizeIfExists(client, remotePath).catch(() => void 0) !== "number") return false;
		const { run } = this.#worker;
		const { signal, retry } = run.options;
		const delayMs = Math.min(inUsePauseMs, retry.firstPauseMs);
		if (isFirst) {
			const subject = { remotePath };
			run.recordRetry({
				subject,
				error,
				attempt: 1,
				attempts: 1,
				delayMs,
				isFree: true
			});
		}
		await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(delayMs, void 0, { signal }).catch(() => void 0);
		signal.throwIfAborted();
		return true;
	}
	/** Looks for a file of this name. Without SIZE, RNFR shows whether there is one. */
	async #find(client) {
		const { remotePath, bytes } = this.#page;
		const size = await sizeIfExists(client, remotePath);
		if (size === "missing") return "up";
		if (size !== void 0) return size === bytes.length ? "found" : "foreign";
		const refusal = await client.files.renameFrom(remotePath);
		if (refusal?.isTransient === true) throw refusal;
		return refusal === void 0 ? "foreign" : "up";
	}
	get #foreignWarning() {
		return `The server has another file ${sanitize(this.#page.remotePath)}, so maintenance-file isn't used, and that file stays. Delete it on the server if it is no longer needed.`;
	}
	get #mayHaveChanged() {
		const { run } = this.#worker;
		if (this.#hasDeleted || run.hasWritten || run.temporaryFiles.aside.size > 0) return true;
		return run.queue.results.some((file) => mayBeInPlace(file, run.options.publish === "direct"));
	}
	async #withdraw(cancellation) {
		const worker = this.#worker;
		const { connection } = worker;
		if (connection.hasGivenUp) return false;
		const { cleanUpSignal: signal } = cancellation;
		const options = {
			subject: "clean-up",
			policy: worker.run.options.retry,
			isTransient: (error) => isTransient(error) || cancellation.isCause(error),
			isFree: (error) => cancellation.isCause(error),
			onRetry: worker.run.recordRetry,
			signal
		};
		try {
			await withRetries(options, async () => {
				await deleteFile(await connection.connect(signal), this.#page.remotePath);
			});
			return true;
		} catch {
			return false;
		}
	}
};
/** Deletes a file. One that is gone already counts as deleted. */
async function deleteFile(client, remotePath) {
	const refusal = await client.delete(remotePath);
	if (refusal === void 0) return;
	if (refusal.isTransient || await sizeIfExists(client, remotePath) !== "missing") throw refusal;
}
function mayBeInUse(error) {
	const { cause } = error;
	const refusal = error instanceof PublishError && cause instanceof ReplyError ? cause : error;
	if (!(refusal instanceof ReplyError)) return false;
	return [
		"STOR",
		"RNFR",
		"RNTO",
		"DELE"
	].includes(refusal.verb) && refusal.stage !== "broken" && inUseCodes.includes(refusal.reply.code);
}
/** Whether a file may have got its final path. With `direct`, `hasWritten` says whether it was written to. */
function mayBeInPlace(file, isDirect) {
	if (file.status === "uploaded") return true;
	if (file.status !== "failed" || isDirect) return false;
	const { error } = file;
	return !(error instanceof PublishError && error.cause instanceof ReplyError);
}
// src/deploy/file/name-collisions.ts
const ignored = {
	case: "upper and lower case",
	unicode: "the Unicode form",
	trailing: "dots and spaces at the end",
	mapping: "upper and lower case"
};
/**
* Keeps the files of a run apart whose names are the same to some servers: the second one would replace the first. Whether
* the server is one of them is found out once the first has arrived.
*/
var NameCollisions = class {
	#groups;
	#notices;
	#arrivals = /* @__PURE__ */ new Map();
	constructor(files, notices) {
		this.#groups = foldedGroups(files.map(({ remotePath }) => remotePath));
		this.#notices = notices;
	}
	/** Whether other files of the run have names that may be the same. */
	isAmbiguous(remotePath) {
		return this.#groups.size > 0 && this.#groups.has(foldPath(remotePath));
	}
	/**
	* Records that a file is on the server.
	*
	* @param current - Its temporary path, if it isn't at its final one yet.
	*/
	recordArrival(planned, current = planned) {
		if (!this.isAmbiguous(planned)) return;
		const folded = foldPath(planned);
		const others = (this.#arrivals.get(folded) ?? []).filter((arrival) => arrival.planned !== planned);
		this.#arrivals.set(folded, [...others, {
			planned,
			current
		}]);
	}
	/** Whether {@link check} has anything to compare. */
	mayCollide(remotePath) {
		return this.#arrivalsLike(remotePath).length > 0;
	}
	/**
	* Compares the name of a file with those on the server.
	*
	* @throws {@link FileNameError} when the server takes it for one of them; {@link ReplyError} when the server refuses
	*   temporarily.
	*/
	async check(client, remotePath) {
		for (const arrival of this.#arrivalsLike(remotePath)) if (arrival.current === arrival.planned ? await this.#isSame(client, arrival.planned, remotePath) : await this.#wouldBeSame(client, arrival, remotePath)) throw sameFile(arrival.planned, remotePath);
	}
	/** The other files to compare with. One that has a temporary name was compared with this one before, if both have. */
	#arrivalsLike(remotePath) {
		if (this.#arrivals.size === 0) return [];
		const all = this.#arrivals.get(foldPath(remotePath)) ?? [];
		const isUploaded = all.some(({ planned }) => planned === remotePath);
		return all.filter(({ planned, current }) => planned !== remotePath && (!isUploaded || current === planned));
	}
	/** Whether the server has the file `arrived` under `remotePath` as well. */
	async #isSame(client, arrived, remotePath) {
		const found = await findQuestion(client, arrived);
		if (found === void 0) return this.#unknown();
		const { ask, identity } = found;
		if (await ask(client, remotePath) !== identity) return false;
		const taken = new Set(this.#groups.get(foldPath(remotePath)));
		let isCertain = true;
		for (const kind of differencesBetween(arrived, remotePath)) {
			const spelling = respell(arrived, kind, {
				other: remotePath,
				taken
			});
			if (spelling === void 0) isCertain = false;
			else if (await ask(client, spelling) !== identity) return false;
		}
		return isCertain || await this.#haveSameTime(client, arrived, remotePath);
	}
	/** Whether the server would take two names for one, as far as the temporary name of one of them shows it. */
	async #wouldBeSame(client, { planned, current }, remotePath) {
		const spellings = differencesBetween(planned, remotePath).map((kind) => respell(current, kind, {
			other: remotePath,
			taken: /* @__PURE__ */ new Set()
		}));
		const found = spellings.includes(void 0) ? void 0 : await findQuestion(client, current);
		if (found === void 0) return false;
		for (const spelling of spellings) if (await found.ask(client, spelling ?? "") !== found.identity) return false;
		return true;
	}
	/** The file `arrived` is new: an older one hardly has its time. */
	async #haveSameTime(client, arrived, remotePath) {
		const time = await client.files.modificationTime(arrived);
		if (time === void 0) return this.#unknown();
		return time === await client.files.modificationTime(remotePath);
	}
	#unknown() {
		this.#notices.once("The server doesn't show whether it distinguishes similar file names. Check that all of them are there.");
		return false;
	}
};
function sameFile(otherPath, remotePath) {
	const kinds = differencesBetween(otherPath, remotePath).map((kind) => ignored[kind]);
	return new FileNameError("same-file", `The server can't distinguish this name from ${sanitize(otherPath)}, which it has already: it ignores ${kinds.join(" and ")}. This file would replace the other one.`, { otherPath });
}
// src/deploy/file/temporary-files.ts
/** The temporary files that may be on the server, so that all of them are deleted, or put back, in the end. */
var TemporaryFiles = class {
	#paths = /* @__PURE__ */ new Map();
	/** A file with this name may exist now. */
	mayExist(path) {
		this.#paths.set(path, "possible");
	}
	/** The server has confirmed a file with this name. */
	exists(path) {
		this.#paths.set(path, "certain");
	}
	/** The file may now be the only copy of the old file. It is never deleted, but put back. */
	setAside(path, file) {
		this.#paths.set(path, file);
	}
	/** A file that was moved aside can't be put back. It stays in the list, and so does the new file. */
	strand(path) {
		const file = this.#paths.get(path);
		if (typeof file === "object") this.#paths.set(path, {
			...file,
			isStranded: true
		});
	}
	/** The file no longer exists under this name. */
	remove(path) {
		this.#paths.delete(path);
	}
	get paths() {
		return [...this.#paths.keys()];
	}
	/** The old files that may not have been put back: their temporary path by their own. */
	get aside() {
		return new Map(this.#aside.map(([path, { original }]) => [original, path]));
	}
	/** Whether there may be files to delete or to put back. */
	get hasRemovable() {
		return [...this.#paths.values()].some((existence) => !isStranded(existence));
	}
	/**
	* Deletes all files except those that were moved aside, which it puts back, and what replaces one that can't be put
	* back. A file that the server permanently refuses to delete stays in the list if it exists: some accounts may upload,
	* but not delete.
	*
	* @throws {@link ReplyError} when the server refuses some of them temporarily.
	*/
	async deleteFrom(client) {
		const refusals = [];
		const movable = this.#aside.filter(([, file]) => !isStranded(file));
		const replacements = new Set(movable.map(([, { replacement }]) => replacement));
		for (const path of this.paths) if (!replacements.has(path)) refusals.push(await this.#delete(client, path));
		for (const [path, file] of movable) refusals.push(await this.#putBack(client, path, file));
		for (const path of replacements) refusals.push(await this.#delete(client, path));
		const transient = refusals.find((refusal) => refusal?.isTransient === true);
		if (transient !== void 0) throw transient;
	}
	/** Deletes a file, unless it is an old file or needed in the place of one. Returns the refusal, if any. */
	async #delete(client, path) {
		const existence = this.#paths.get(path);
		if (existence === void 0 || typeof existence === "object") return void 0;
		const isKept = this.#aside.some(([, { replacement }]) => replacement === path);
		const refusal = isKept ? void 0 : await client.delete(path);
		if (refusal?.isTransient === true) return refusal;
		if (!isKept && refusal === void 0 || !await existsOn(client, path, existence)) this.remove(path);
		return refusal;
	}
	get #aside() {
		return [...this.#paths].flatMap(([path, existence]) => typeof existence === "object" ? [[path, existence]] : []);
	}
	/** Returns the refusal, if any. */
	async #putBack(client, path, { original }) {
		const missing = await client.files.renameFrom(path);
		const refusal = missing ?? await client.files.renameTo(original);
		if (refusal?.isTransient === true) return refusal;
		if (refusal === void 0 || missing !== void 0 && !await existsOn(client, path, "possible")) this.remove(path);
		return refusal;
	}
};
function isStranded(existence) {
	return typeof existence === "object" && "isStranded" in existence;
}
async function existsOn(client, path, existence) {
	try {
		return await client.size(path) !== void 0 || existence === "certain";
	} catch (error) {
		if (error instanceof ReplyError && !error.isTransient) return false;
		throw error;
	}
}
// src/deploy/file/temporary-names.ts
const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
/**
* Temporary names for uploads: short, in the directory of the file, and unique to this run. They are hidden unless the
* server has rejected names that start with a dot.
*/
var TemporaryNames = class {
	#run = Array.from({ length: 6 }, () => alphabet[(0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.randomInt)(36)]).join("");
	#optional;
	#hasUsedHidden = false;
	constructor(optional = new OptionalParts()) {
		this.#optional = optional;
	}
	/** Whether names start with a dot. */
	get areHidden() {
		return this.#optional.isUsable("hidden-names");
	}
	/** Whether the server has accepted a name that starts with a dot. */
	get hasUsedHidden() {
		return this.#hasUsedHidden;
	}
	/** Learns from a name that the server has accepted: a visible one is only used after a hidden one was rejected. */
	recordAccepted(path) {
		if (isHidden(path)) this.#hasUsedHidden = true;
		else this.#optional.drop("hidden-names", "the server rejected a name that starts with a dot");
	}
	/** Uses only hidden names from now on if a file with such a name is known to be on the server. */
	recordExisting(path) {
		if (isHidden(path)) this.#hasUsedHidden = true;
	}
	/**
	* Which forms of names may be used once a file is on the server: whether they are hidden.
	*
	* @param existing - Its path, for {@link recordExisting}.
	*/
	formsWith(existing) {
		if (!this.areHidden) return [false];
		return this.#hasUsedHidden || isHidden(existing) ? [true] : [true, false];
	}
	/**
	* The two temporary paths of a file, in its directory: that of the new file, and that of the old one, if it has to be
	* moved aside.
	*
	* @param file.index - Its position in the plan.
	*/
	of(remotePath, { index, isHidden: hidden }) {
		const directory = remotePath.slice(0, remotePath.lastIndexOf("/") + 1);
		const name = (number) => `${directory}${hidden ? "." : ""}up-${this.#run}-${number.toString(36)}`;
		return [name(2 * index + 1), name(2 * index + 2)];
	}
};
function isHidden(path) {
	return path.slice(path.lastIndexOf("/") + 1).startsWith(".");
}
// src/deploy/rejected-path.ts
/** Codes that reject a path: its syntax, its name, or access to it. */
const rejections = [
	replyCode.argumentError,
	replyCode.parameterNotImplemented,
	replyCode.fileUnavailable,
	replyCode.nameNotAllowed
];
const uploadVerbs = ["STOR", "APPE"];
/** Commands about one file that change nothing else. */
const fileVerbs = [...[
	"SIZE",
	"MFMT",
	"MDTM",
	"HASH"
], ...[
	"XSHA512",
	"XSHA256",
	"XSHA1",
	"XSHA",
	"XMD5",
	"XCRC"
]];
/** Whether the server rejects the path of an upload. */
function rejectsUpload(error) {
	if (!(error instanceof ReplyError) || error.isTransient) return false;
	return isAbout(error, uploadVerbs) && hasCode(error, rejections);
}
/** Whether an error is about the path of a command, so that other paths may be accepted. */
function rejectsPath(error) {
	if (isAbout(error, uploadVerbs)) return hasCode(error, [...rejections, replyCode.fileBusy]);
	if (isAbout(error, ["RNTO"])) return hasCode(error, [
		...rejections,
		replyCode.fileBusy,
		replyCode.localError
	]);
	return isAbout(error, fileVerbs) && hasCode(error, rejections);
}
function isAbout({ verb }, verbs) {
	return verbs.includes(verb);
}
function hasCode({ reply }, codes) {
	return codes.includes(reply.code);
}
// src/deploy/failure-policy.ts
const maxConsecutiveFailures = 3;
/**
* Decides whether a run continues after files have failed. An error that concerns a single file (its name is rejected,
* it can't be read) doesn't stop the others. One that concerns all of them does: a full disk, an account that may not
* rename, several failures in a row.
*/
var FailurePolicy = class {
	#stopAtFirst;
	#firstError;
	#consecutiveFailures = 0;
	#shouldContinue = true;
	/** @param options.stopAtFirst - Whether any failure stops the run. */
	constructor({ stopAtFirst }) {
		this.#stopAtFirst = stopAtFirst;
	}
	get firstError() {
		return this.#firstError;
	}
	get shouldContinue() {
		return this.#shouldContinue;
	}
	recordFailure(error) {
		this.#firstError ??= error;
		if (!isSameFile$1(error)) this.#consecutiveFailures += 1;
		if (!(!this.#stopAtFirst && this.#consecutiveFailures < maxConsecutiveFailures && concernsOneFile(error))) this.#shouldContinue = false;
	}
	recordSuccess() {
		this.#consecutiveFailures = 0;
	}
};
function isSameFile$1(error) {
	return error instanceof FileNameError && error.problem === "same-file";
}
function concernsOneFile(error) {
	if (error instanceof LocalFileError || error instanceof VerificationError) return true;
	if (error instanceof FileNameError) return true;
	if (error instanceof ReplyError) return rejectsPath(error);
	if (error instanceof PublishError) return error.cause instanceof ReplyError && rejectsPath(error.cause);
	return isTransient(error);
}
// src/deploy/plan/file-identity.ts
/** The identity of an open file that was planned. */
function identityOf({ dev, ino }, isLink) {
	return {
		isLink,
		device: dev,
		inode: ino
	};
}
/** Whether an open file is the one that was planned. Some file systems on Windows have no inode numbers. */
function isSameFile({ dev, ino }, { device, inode }) {
	return ino === 0 || inode === 0 || dev === device && ino === inode;
}
/**
* Flags to open a file for reading: a file that was replaced by a FIFO must not block, and one that was replaced by a link
* must not lead elsewhere. Windows has neither flag.
*/
function openFlags({ followLinks }) {
	const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = node_fs__WEBPACK_IMPORTED_MODULE_7__.constants;
	return node_fs__WEBPACK_IMPORTED_MODULE_7__.constants.O_RDONLY | O_NONBLOCK | (followLinks ? 0 : O_NOFOLLOW);
}
// src/deploy/file/file-hash.ts
/** Hashes of a file, computed while it is read: SHA-256, and the one that the server's checksum command uses. */
var FileHash = class {
	#sha256 = (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.createHash)("sha256");
	#other;
	#needsCrc;
	#crc = 0;
	#digests;
	constructor(checksumHash) {
		this.#needsCrc = checksumHash === "crc32";
		const isOther = checksumHash !== void 0 && !["sha256", "crc32"].includes(checksumHash);
		this.#other = isOther ? (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.createHash)(checksumHash) : void 0;
	}
	update(bytes) {
		this.#sha256.update(bytes);
		this.#other?.update(bytes);
		if (this.#needsCrc) this.#crc = (0,node_zlib__WEBPACK_IMPORTED_MODULE_6__.crc32)(bytes, this.#crc);
	}
	/** SHA-256 in hexadecimal. Ends the computation: no update may follow. */
	get sha256() {
		return this.#digest().sha256;
	}
	/** The hash for the server's checksum command, in hexadecimal; SHA-256 if it uses that. */
	get checksum() {
		return this.#digest().other;
	}
	#digest() {
		if (this.#digests === void 0) {
			const sha256 = this.#sha256.digest("hex");
			const crc = this.#crc.toString(16).padStart(8, "0");
			const other = this.#needsCrc ? crc : this.#other?.digest("hex") ?? sha256;
			this.#digests = {
				sha256,
				other
			};
		}
		return this.#digests;
	}
};
// src/deploy/file/file-source.ts
const skipBytes = 1048576;
/**
* A local file as the source of an upload. It hashes what is read, and makes sure that the file is the one that was
* planned: its size and modification time must be the same at the start and at the end. Otherwise the upload could be a
* mixture of two versions.
*/
var FileSource = class FileSource {
	#file;
	#handle;
	#hash;
	#sha256;
	#position = 0;
	constructor(file, handle, { checksumHash, sha256 }) {
		this.#file = file;
		this.#handle = handle;
		this.#hash = new FileHash(checksumHash);
		this.#sha256 = sha256;
	}
	/** @throws {@link LocalFileError} when the file can't be opened, or isn't the one that was planned. */
	static async open(file, hashes = {}) {
		let handle;
		try {
			handle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_8__.open)(file.localPath, flagsFor(file));
		} catch (cause) {
			throw openingError(file, cause);
		}
		const source = new FileSource(file, handle, hashes);
		try {
			await source.#checkUnchanged("before the upload");
			return source;
		} catch (error) {
			await handle.close();
			throw error;
		}
	}
	/** The hashes of everything read so far. */
	get hash() {
		return this.#hash;
	}
	/** Skips the first bytes, which are on the server already: reads them for the hash only. */
	async skip(bytes) {
		const buffer = Buffer.allocUnsafe(Math.min(bytes, skipBytes));
		while (this.#position < bytes) {
			const wanted = Math.min(buffer.length, bytes - this.#position);
			if (await this.read(buffer.subarray(0, wanted)) === 0) break;
		}
	}
	/** @throws {@link LocalFileError} when reading fails, or the file has changed. */
	async read(buffer) {
		const bytes = await this.#fill(buffer);
		this.#position += bytes;
		if (this.#position > this.#file.sizeBytes) throw this.#changed("it grew");
		if (bytes > 0) this.#hash.update(buffer.subarray(0, bytes));
		else await this.#checkAtEnd();
		return bytes;
	}
	async [Symbol.asyncDispose]() {
		await this.#handle.close();
	}
	async #fill(buffer) {
		try {
			return (await this.#handle.read(buffer, 0, buffer.length, this.#position)).bytesRead;
		} catch (cause) {
			const problem = `can't be read: ${systemMessage(cause)}`;
			throw new LocalFileError(this.#file.localPath, problem, { cause });
		}
	}
	async #checkAtEnd() {
		await this.#checkUnchanged("during the upload");
		if (this.#sha256 !== void 0 && this.#hash.sha256 !== this.#sha256) throw this.#changed("it has another content than when it was compared", "before the upload");
	}
	async #checkUnchanged(when) {
		checkUnchanged(this.#file, await this.#handle.stat(), when);
	}
	#changed(how, when = "during the upload") {
		return changed(this.#file, how, when);
	}
};
/**
* Computes the SHA-256 of a small file without waiting for its system calls: with thousands of files, that takes much
* longer than the calls themselves. Checks the file as {@link FileSource} does.
*
* @param buffer - Longer than the file.
* @returns Hexadecimal.
* @throws {@link LocalFileError} when the file can't be read, or isn't the one that was planned.
*/
function hashSmallFile(file, buffer) {
	let descriptor;
	try {
		descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_7__.openSync)(file.localPath, flagsFor(file));
	} catch (cause) {
		throw openingError(file, cause);
	}
	try {
		checkUnchanged(file, (0,node_fs__WEBPACK_IMPORTED_MODULE_7__.fstatSync)(descriptor), "before the upload");
		const bytes = readAll(file, descriptor, buffer);
		checkUnchanged(file, (0,node_fs__WEBPACK_IMPORTED_MODULE_7__.fstatSync)(descriptor), "during the upload");
		return (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.hash)("sha256", buffer.subarray(0, bytes), "hex");
	} finally {
		(0,node_fs__WEBPACK_IMPORTED_MODULE_7__.closeSync)(descriptor);
	}
}
function readAll(file, descriptor, buffer) {
	let position = 0;
	try {
		while (position < buffer.length) {
			const bytes = (0,node_fs__WEBPACK_IMPORTED_MODULE_7__.readSync)(descriptor, buffer, position, buffer.length - position, position);
			if (bytes === 0) break;
			position += bytes;
		}
	} catch (cause) {
		throw new LocalFileError(file.localPath, `can't be read: ${systemMessage(cause)}`, { cause });
	}
	if (position > file.sizeBytes) throw changed(file, "it grew", "during the upload");
	return position;
}
function flagsFor({ identity }) {
	return openFlags({ followLinks: identity?.isLink !== false });
}
function openingError(file, cause) {
	const problem = cause.code === "ELOOP" ? "changed before the upload: it is a link now" : `can't be opened: ${systemMessage(cause)}`;
	return new LocalFileError(file.localPath, problem, { cause });
}
function checkUnchanged(file, stats, when) {
	const { sizeBytes, modifiedMs, identity } = file;
	if (!stats.isFile()) throw changed(file, "it isn't a regular file anymore", when);
	if (identity !== void 0 && !isSameFile(stats, identity)) throw changed(file, "it was replaced by another file", when);
	if (stats.size !== sizeBytes) throw changed(file, `its size changed from ${sizeBytes} to ${stats.size} bytes`, when);
	if (stats.mtimeMs !== modifiedMs) throw changed(file, `it was modified at ${stats.mtime.toISOString()}`, when);
}
function changed(file, how, when) {
	return new LocalFileError(file.localPath, `changed ${when}: ${how}`);
}
// src/deploy/file/changed-names.ts
const controls = /\p{Cc}/u;
/**
* Whether servers are known to change such a name while they confirm it: one that has white space at the start or end of
* a segment, or control characters. Pure-FTPd replaces them by `_`.
*/
function mayBeChanged(path) {
	return controls.test(path) || path.split("/").some((segment) => /^\s|\s$/.test(segment));
}
/**
* Checks that the server knows an uploaded file by its own name, and not by a changed one that it computes from both.
*
* @throws {@link FileNameError} when it doesn't; {@link ReplyError} when the server refuses temporarily.
*/
async function checkName(client, path) {
	const size = await sizeIfExists(client, path);
	if (size === void 0) return;
	if (size === "missing" || await isConfused(client, path, size)) throw new FileNameError("changed", "The server has stored the file under another name: it replaces spaces at the start or end of names, or control characters.");
}
/** Whether the server finds the file by other control characters as well, in a name that no file has. */
async function isConfused(client, path, size) {
	if (!controls.test(path)) return false;
	return await sizeIfExists(client, path.replace(/\p{Cc}/gu, (character) => character === "" ? "" : "")) === size;
}
// src/deploy/file/verification.ts
/**
* Compares the reply to SIZE with the size of the local file.
*
* @returns False when the reply contains no size, or a sentence with another number.
* @throws {@link VerificationError} when the sizes differ; {@link ReplyError} when the server rejects SIZE.
*/
function verifySize(client, answer, file) {
	const size = client.files.parseSize(answer);
	const { path, sizeBytes } = file;
	if (size?.bytes === sizeBytes) return true;
	if (size?.isPlain !== true) return false;
	throw new VerificationError(path, size.bytes < sizeBytes ? `is incomplete on the server: ${size.bytes} of ${sizeBytes} bytes` : `has ${size.bytes} bytes on the server instead of ${sizeBytes}`);
}
/**
* Compares the checksum of the server with that of the local file.
*
* @param file.checksum - Lowercase hexadecimal.
* @throws {@link VerificationError} when they differ; {@link ReplyError} when the server rejects the command.
*/
async function verifyChecksum(client, method, file) {
	const remote = await client.files.checksum(file.path, method);
	if (remote === file.checksum) return;
	throw new VerificationError(file.path, `is damaged on the server: its ${method.hash} is ${remote} instead of ${file.checksum}`);
}
// src/deploy/file/file-verification.ts
/** The verification of one uploaded file, its modification time and its mode: over several sessions if necessary. */
var FileVerification = class {
	#file;
	#options;
	#verified = "none";
	constructor(file, options) {
		this.#file = file;
		this.#options = options;
	}
	/** Whether the server has to be asked anything after the upload. */
	get isRequired() {
		const { method } = this.#file;
		const setsSomething = this.#options.preserveMtime || this.#mode !== void 0;
		return this.#asksForSize || setsSomething || typeof method === "object";
	}
	/**
	* The commands that follow the upload. SIZE comes first: a reply with the right size shows that the upload was complete
	* before MFMT and SITE CHMOD were executed.
	*/
	followUps(client) {
		const { path, modifiedMs } = this.#file;
		const time = new Date(modifiedMs);
		const mode = this.#mode;
		return [
			...this.#asksForSize ? [client.files.sizeCommand(path)] : [],
			...this.#options.preserveMtime ? [client.modificationTimeCommand(path, time)] : [],
			...mode === void 0 ? [] : [client.files.modeCommand(path, mode)]
		];
	}
	/**
	* Evaluates the replies to {@link followUps}, and asks for the checksum.
	*
	* @throws {@link VerificationError}, {@link ReplyError}, and what the client throws.
	*/
	async evaluate(client, replies) {
		const { hash, method, path } = this.#file;
		if (mayBeChanged(path)) await checkName(client, path);
		if (typeof method === "object") {
			await verifyChecksum(client, method, {
				...this.#file,
				checksum: hash.checksum
			});
			this.#verified = "checksum";
		}
		for (const answer of replies) if (answer.command.verb === "SITE") this.#checkMode(client, answer);
		else if (answer.command.verb !== "SIZE") this.#checkTime(client, answer);
		else if (this.#hasRightSize(client, answer)) this.#verified = "size";
		return {
			sha256: hash.sha256,
			verified: this.#verified
		};
	}
	/** Asks everything in another session than the upload's; throws what {@link evaluate} throws. */
	async repeat(client) {
		const replies = [];
		for (const command of this.followUps(client)) replies.push(...await client.executeAll([command], { path: this.#file.path }));
		return await this.evaluate(client, replies);
	}
	/**
	* Accepts the file without verification, after an attempt to verify it has failed.
	*
	* @returns undefined when it must be verified, or is known to be wrong.
	*/
	skip(error) {
		const { method, wasResumed, hash } = this.#file;
		const isRefused = error instanceof ReplyError && !error.isTransient;
		if (!(error instanceof FtpsError) || isRefused) return void 0;
		if (wasResumed || typeof method === "object") return void 0;
		const missing = method === this.#verified ? "the modification times or modes of some files could be set" : "the sizes of some uploaded files could be verified";
		this.#options.notices.once(`The connection was lost before ${missing}.`);
		return {
			sha256: hash.sha256,
			verified: this.#verified
		};
	}
	get #mode() {
		return this.#options.optional.isUsable("chmod") ? this.#file.mode : void 0;
	}
	get #asksForSize() {
		return this.#file.method === "size" && this.#options.optional.isUsable("size");
	}
	/**
	* Compares the size, if the server reports it.
	*
	* Without the right to see files, SIZE is rejected for each of them. That isn't a failed upload, unless SIZE has worked in
	* this run, or the server may have changed the name.
	*/
	#hasRightSize(client, answer) {
		const { optional, notices } = this.#options;
		const { path, sizeBytes } = this.#file;
		try {
			if (verifySize(client, answer, this.#file)) return true;
		} catch (error) {
			if (!(error instanceof ReplyError) || error.isTransient) throw error;
			if (optional.isProven("size") || mayBeChanged(path)) throw error;
			notices.once(`The server rejected SIZE (${error.reply.code}), so some file sizes were not verified.`);
			return false;
		}
		if (sizeBytes === 0 && answer.reply.code === replyCode.fileStatus || optional.isProven("size")) notices.once("The server didn't report the size of some files, so they were not verified.");
		else optional.drop("size", formatReply(answer.reply));
		return false;
	}
	/** Some servers accept SITE CHMOD without doing anything (202). A file is complete without its mode. */
	#checkMode(client, answer) {
		const { optional, notices } = this.#options;
		const refusal = client.refusalOf(answer);
		const { reply } = answer;
		if (reply.code === replyCode.serviceNotAvailable && refusal !== void 0) throw refusal;
		if (refusal === void 0 && reply.code !== replyCode.superfluous) optional.prove("chmod");
		else if (optional.isProven("chmod") || refusal?.isTransient === true) notices.once(`The server rejected the modes of some files (SITE CHMOD: ${reply.code}).`);
		else optional.drop("chmod", formatReply(reply));
	}
	#checkTime(client, answer) {
		const refusal = client.refusalOf(answer);
		if (refusal === void 0) return;
		if (refusal.isTransient) throw refusal;
		this.#options.notices.once(`The server rejected the modification time (${refusal.verb}: ${refusal.reply.code}).`);
	}
};
// src/deploy/file/file-upload.ts
/** Files up to this size are never resumed: finding out where to resume would take as long. */
const resumeAboveBytes = 4194304;
/**
* The upload of one file, over several attempts if necessary. Between attempts it keeps how much was sent, so that a
* large file can be resumed.
*
* A file on the server is resumed only if it must be the beginning of this one: because its name is temporary, or
* because the file that existed before had another size.
*/
var FileUpload = class {
	#file;
	#path;
	#isTemporary;
	#options;
	#sizeBefore;
	/** The most bytes that the server can have of this file; undefined before the first attempt and when unknown. */
	#sentUpTo;
	/** The verification that is due after the server has confirmed the upload. */
	#confirmed;
	/** @param target - The remote path to upload to, and whether it is a temporary one. */
	constructor(file, target, options) {
		this.#file = file;
		this.#path = target.path;
		this.#isTemporary = target.isTemporary;
		this.#options = options;
		this.#sizeBefore = target.isTemporary ? "none" : "unknown";
	}
	/**
	* Uploads the file, or what is missing of it, and verifies it. If an earlier attempt has uploaded it, only verifies it.
	*
	* @returns undefined when the server has confirmed the upload and the control connection was lost after that:
	*   {@link verifyAgain} is due, on a new one.
	* @throws {@link LocalFileError}, {@link VerificationError}, {@link NoChecksumError}, and what the client throws.
	*/
	async attempt(client, hints) {
		if (this.#confirmed !== void 0) return await this.verifyAgain(client);
		const offset = await this.#offset(client);
		try {
			return await this.#upload(client, offset, hints);
		} catch (error) {
			if (offset > 0 && this.#dropsResume(client, error, offset)) return await this.#upload(client, 0, hints);
			if (!this.#mayRejectPath(client, error)) throw error;
			return await client.plainNames.repeat(error, () => this.#upload(client, 0, hints));
		}
	}
	/** Verifies an upload that the server has confirmed in an earlier session; throws what {@link attempt} throws. */
	async verifyAgain(client) {
		const verification = this.#confirmed;
		if (verification === void 0) throw new Error("The upload was not confirmed.");
		return await this.#finish(() => verification.repeat(client));
	}
	/**
	* Accepts a confirmed upload without verification, after the attempts to verify it have failed.
	*
	* @returns undefined when it wasn't confirmed, must be verified, or is known to be wrong.
	*/
	acceptUnverified(error) {
		return this.#confirmed?.skip(error);
	}
	async #upload(client, offset, hints) {
		await using source = await FileSource.open(this.#file, {
			checksumHash: this.#hashFor(client),
			sha256: this.#options.hashOf(this.#file.remotePath)
		});
		if (offset > 0) await source.skip(offset);
		const method = this.#method(client, offset);
		const verification = new FileVerification({
			...this.#file,
			path: this.#path,
			hash: source.hash,
			method,
			wasResumed: offset > 0
		}, this.#options);
		if (offset > 0 && offset === this.#file.sizeBytes) {
			await source.read(Buffer.alloc(1));
			this.#confirmed = verification;
			return await this.verifyAgain(client);
		}
		if (this.#sentUpTo === void 0) await this.#recordSizeBefore(client);
		const followUps = verification.followUps(client);
		const moreUploads = hints.moreUploads && !this.#isSlowToVerify(method);
		const options = {
			...hints,
			moreUploads,
			offset,
			followUps
		};
		const { replies, failure } = await this.#store(client, source, options);
		this.#confirmed = verification;
		if (failure !== void 0 && verification.isRequired) return void 0;
		return await this.#finish(() => verification.evaluate(client, replies));
	}
	async #finish(verify) {
		try {
			const uploaded = await verify();
			this.#confirmed = void 0;
			return uploaded;
		} catch (error) {
			if (error instanceof VerificationError) {
				this.#sentUpTo = void 0;
				this.#confirmed = void 0;
			}
			throw error;
		}
	}
	async #store(client, source, options) {
		const { offset } = options;
		this.#sentUpTo = offset;
		try {
			const result = await client.store(this.#path, source, {
				...options,
				onProgress: (bytesSent) => {
					this.#sentUpTo = offset + bytesSent;
					this.#options.onProgress(this.#file, this.#sentUpTo);
				}
			});
			this.#recordWriting();
			return result;
		} catch (error) {
			if (!isBeforeTransfer(error)) this.#recordWriting();
			if (error instanceof LocalFileError) await this.#deletePartial(client);
			throw error;
		}
	}
	/**
	* Stops resuming if the server refuses to: it rejects an upload at an offset, as ProFTPD does by default, or stores the
	* rest in another place. Otherwise the server may have been unable to receive any file.
	*/
	#dropsResume(client, error, offset) {
		if (client.failure !== void 0) return false;
		const isRefused = error instanceof ReplyError && isAboutOffset(error, this.#sentUpTo === offset);
		if (!isRefused && !(error instanceof VerificationError)) return false;
		const reason = isRefused ? formatReply(error.reply) : "a resumed file was wrong";
		this.#options.optional.drop("resume", reason, error);
		this.#sentUpTo = void 0;
		return true;
	}
	#recordWriting() {
		if (!this.#isTemporary) this.#options.onWriting();
	}
	#mayRejectPath(client, error) {
		if (!(error instanceof ReplyError) || error.verb !== "STOR" || error.stage !== "refused") return false;
		return !error.isTransient && !unrelatedToPaths.includes(error.reply.code) && client.plainNames.mayBeRequired(this.#path);
	}
	/** The hash to compute in addition to SHA-256, if the upload may be verified by checksum. */
	#hashFor(client) {
		return this.#options.verifyUploads === "checksum" || this.#sentUpTo !== void 0 ? client.checksumMethod?.hash : void 0;
	}
	/** Where to resume: at the size on the server if this can only be the beginning of this file, otherwise at 0. */
	async #offset(client) {
		const sent = this.#sentUpTo;
		if (sent === void 0 || sent === 0 || this.#sizeBefore === "unknown") return 0;
		const { sizeBytes } = this.#file;
		const mayBeComplete = sent === sizeBytes;
		const canResume = this.#canResume(client);
		if (!mayBeComplete && !canResume) return 0;
		const size = await sizeOrNone(client, this.#path);
		if (typeof size !== "number" || size > sent || size === this.#sizeBefore) return 0;
		return canResume || size === sizeBytes ? size : 0;
	}
	/** Records what exists under the final name before the upload; only for files that can be resumed. */
	async #recordSizeBefore(client) {
		if (this.#isTemporary) return;
		this.#sizeBefore = this.#canResume(client) ? await sizeOrNone(client, this.#path) : "unknown";
	}
	#canResume(client) {
		const isUsable = this.#options.optional.isUsable("resume") && client.features.canResume;
		return this.#isLarge && isUsable;
	}
	get #isLarge() {
		return this.#file.sizeBytes > resumeAboveBytes;
	}
	/** How to verify this attempt. A file that was uploaded in parts is verified in any case, and as well as possible. */
	#method(client, offset) {
		const { checksumMethod } = client;
		if (offset > 0) return checksumMethod ?? "size";
		const { verifyUploads } = this.#options;
		if (verifyUploads !== "checksum") return verifyUploads;
		if (checksumMethod === void 0) throw new NoChecksumError();
		return checksumMethod;
	}
	/** While the server reads a large file again for its checksum, a port for the next upload could time out. */
	#isSlowToVerify(method) {
		return typeof method === "object" && this.#isLarge;
	}
	/** Deletes a file whose local file changed during the upload. */
	async #deletePartial(client) {
		if (client.failure !== void 0) return;
		await client.delete(this.#path).catch(() => void 0);
	}
};
/** Replies to STOR that have nothing to do with the form of the path. */
const unrelatedToPaths = [
	replyCode.protectionRequired,
	replyCode.notLoggedIn,
	replyCode.accountRequired,
	replyCode.storageExceeded
];
/** Replies that concern the data connection. */
const aboutDataConnection = [
	replyCode.noDataConnection,
	replyCode.dataConnectionClosed,
	replyCode.protectionRequired
];
/** Whether an upload has failed before the server could write anything. */
function isBeforeTransfer(error) {
	if (error instanceof ConnectionError) return error.connection === "data";
	if (!(error instanceof ReplyError)) return false;
	return !(error.verb === "STOR" || error.verb === "APPE") || error.stage === "refused";
}
/** Whether the server has rejected an upload because it starts at an offset. */
function isAboutOffset({ stage, reply, cause }, nothingSent) {
	if (aboutDataConnection.includes(reply.code)) return false;
	return stage === "refused" || stage === "begun" && nothingSent && cause === void 0;
}
async function sizeOrNone(client, path) {
	try {
		return await client.size(path) ?? "unknown";
	} catch (error) {
		if (error instanceof ReplyError && !error.isTransient) return "none";
		throw error;
	}
}
// src/deploy/file/rename.ts
const refused = "The server refused to rename the uploaded file";
/**
* Renames one uploaded file to its final path (RNFR, RNTO) in one or more attempts. Between attempts it remembers what
* may have happened: a rename whose reply was lost isn't necessarily a failed one.
*
* If the server can't rename over an existing file, the old file is moved aside, and deleted once the new one is in
* place. If the new one is refused even then, the old one is put back.
*/
var Rename = class {
	#plan;
	#notices;
	#temporaryFiles;
	#optional;
	/** The rename with an unknown outcome: to the final path, of the old file, or of the old file back. */
	#unknown;
	#isAside = false;
	#isPlaced = false;
	#isNameChecked;
	#isLost = false;
	#pipelined;
	#replacedInOneStep = false;
	/** Why the old file must be put back. */
	#refusal;
	#treatsTemporaryAsPermanent = false;
	constructor(plan, { notices, temporaryFiles, optional }) {
		this.#plan = plan;
		this.#notices = notices;
		this.#temporaryFiles = temporaryFiles;
		this.#optional = optional;
		this.#isNameChecked = !mayBeChanged(plan.to);
	}
	/**
	* Prepares the rename for {@link FtpsClient.store} or {@link FtpsClient.sendRenames}, unless an earlier attempt has to be
	* checked first, or more than one step is needed. {@link awaitPipelined} evaluates the replies.
	*/
	pipeline(client) {
		const isOneStep = this.#isNameChecked && this.#canReplace && !this.#isAside;
		if (this.isInFlight || this.#unknown !== void 0 || !isOneStep) return void 0;
		this.#pipelined = client.prepareRename(this.#plan.from, this.#plan.to);
		return this.#pipelined;
	}
	/** Whether the pipelined rename was sent, and its replies are not evaluated yet. */
	get isInFlight() {
		return this.#pipelined?.isInFlight === true;
	}
	/** Whether the file is known to have its final path. */
	get isDone() {
		return this.#isPlaced && this.#isNameChecked;
	}
	/** Whether the uploaded file is gone, and must be uploaded again. */
	get isLost() {
		return this.#isLost;
	}
	/** Whether the server replaced the old file by the rename alone. */
	get replacedInOneStep() {
		return this.#replacedInOneStep;
	}
	get #canReplace() {
		return this.#optional.isUsable("replacing-rename");
	}
	/** Starts again with a new upload under the temporary path. */
	restart() {
		this.#isLost = false;
		this.#unknown = void 0;
	}
	/**
	* Evaluates the replies to a pipelined rename, if it was sent. Leaves a refused one, and one without a reply, to
	* {@link attempt}.
	*
	* @returns Why the file doesn't have its final path, as far as known.
	*/
	async awaitPipelined() {
		const pipelined = this.#pipelined;
		this.#pipelined = void 0;
		if (pipelined?.isInFlight !== true) return void 0;
		this.#unknown = "final";
		this.#temporaryFiles.mayExist(this.#plan.from);
		try {
			const refusal = this.#evaluate(await pipelined.refusal());
			return refusal === void 0 ? void 0 : new PublishError(refused, refusal);
		} catch (error) {
			return error;
		}
	}
	/**
	* Takes a temporary refusal (4yz) that has outlasted all retries for a permanent one: some servers refuse to replace a
	* file with it.
	*
	* @returns Whether {@link attempt} may succeed now.
	*/
	acceptRefusal(error) {
		if (!(error instanceof ReplyError && error.isTransient && error.verb === "RNTO" && !this.#isAside) || error.reply.code === replyCode.serviceNotAvailable) return false;
		if (this.#treatsTemporaryAsPermanent) return false;
		this.#treatsTemporaryAsPermanent = true;
		return true;
	}
	/**
	* Renames the file, step by step.
	*
	* @throws {@link PublishError} when the server refuses permanently; {@link ReplyError} when it refuses temporarily;
	*   {@link FileNameError} when a directory has the name, or the server changes it; {@link VerificationError} when
	*   neither path has the file: see {@link isLost}.
	*/
	async attempt(client) {
		await this.#checkEarlierAttempt(client);
		if (!this.#isPlaced) await this.#place(client);
		if (this.#isAside) await this.#deleteOld(client);
		if (this.#isNameChecked) return;
		await checkName(client, this.#plan.to);
		this.#isNameChecked = true;
	}
	/** Finds out what the last attempt has done, if that is unknown. */
	async #checkEarlierAttempt(client) {
		const { from, aside } = this.#plan;
		if (this.#unknown === "aside" || this.#unknown === "back") {
			const wasBack = this.#unknown === "back";
			this.#isAside = await exists(client, aside);
			if (!this.#isAside) this.#temporaryFiles.remove(aside);
			this.#unknown = void 0;
			if (wasBack && this.#refusal !== void 0) {
				await this.#putBack(client, this.#refusal);
				return;
			}
			if (wasBack) this.#unknown = "final";
		}
		if (this.#unknown !== "final") return;
		if (await exists(client, from)) this.#unknown = void 0;
		else await this.#checkFinal(client);
	}
	/** The temporary file is gone although no reply confirmed the rename: looks for the file at its final path. */
	async #checkFinal(client) {
		const { from, to, sizeBytes } = this.#plan;
		const size = await sizeIfExists(client, to);
		if (size === sizeBytes) {
			this.#recordPlaced();
			return;
		}
		if (this.#isAside) {
			if (await this.#moveBack(client) !== void 0 && size === void 0) {
				this.#recordPlaced();
				return;
			}
		}
		this.#temporaryFiles.remove(from);
		this.#isLost = true;
		throw new VerificationError(to, size === void 0 ? "may be missing on the server: the reply to RNTO was lost, the temporary file is gone, and the server doesn't support SIZE" : "is missing on the server: the reply to RNTO was lost, and the temporary file is gone");
	}
	async #place(client) {
		const isLastResort = this.#isAside;
		let refusal;
		if (this.#canReplace || isLastResort) {
			refusal = await this.#renameToFinal(client);
			if (refusal === void 0) return;
		}
		if (!isLastResort) {
			await this.#moveAside(client, refusal);
			refusal = await this.#renameToFinal(client);
		}
		if (refusal !== void 0) await this.#putBack(client, refusal);
	}
	/** RNFR and RNTO; returns the refusal. */
	async #renameToFinal(client) {
		const { from, to } = this.#plan;
		const missing = await client.files.renameFrom(from);
		if (missing?.isTransient === true) throw missing;
		if (missing !== void 0) {
			if (this.#isAside) return missing;
			throw new PublishError(refused, missing);
		}
		this.#unknown = "final";
		this.#temporaryFiles.mayExist(from);
		return this.#evaluate(await client.files.renameTo(to));
	}
	#evaluate(refusal) {
		if (refusal === void 0) {
			this.#recordPlaced();
			return;
		}
		if (refusal.isTransient && !this.#treatsTemporaryAsPermanent) throw refusal;
		this.#unknown = void 0;
		this.#temporaryFiles.exists(this.#plan.from);
		return refusal;
	}
	#recordPlaced() {
		this.#unknown = void 0;
		this.#isPlaced = true;
		this.#replacedInOneStep = !this.#isAside;
		this.#temporaryFiles.remove(this.#plan.from);
	}
	/**
	* Moves the old file aside, if there is one. Never a directory, which some servers would rename as well.
	*
	* @param refusal - Why the new file can't replace it; undefined when that is known of this server.
	*/
	async #moveAside(client, refusal) {
		const { from, to, aside } = this.#plan;
		const kind = await kindOf(client, to);
		if (kind === "directory") throw directoryConflict(refusal);
		const missing = kind === "unknown" ? refusal : await client.files.renameFrom(to);
		if (missing?.isTransient === true && missing !== refusal) throw missing;
		if (missing !== void 0) {
			if (refusal !== void 0) throw new PublishError(refused, refusal);
			return;
		}
		this.#unknown = "aside";
		this.#temporaryFiles.setAside(aside, {
			original: to,
			replacement: from
		});
		const asideRefusal = await client.files.renameTo(aside);
		if (asideRefusal?.isTransient === true) throw asideRefusal;
		this.#unknown = void 0;
		if (asideRefusal !== void 0 && !await exists(client, aside)) {
			this.#temporaryFiles.remove(aside);
			throw new PublishError("The server refused to replace the existing file, or to move it aside", refusal ?? asideRefusal);
		}
		this.#isAside = true;
	}
	/** The new file is in place. Whatever happens to the old one now, the clean-up deletes it. */
	async #deleteOld(client) {
		const { aside } = this.#plan;
		this.#optional.drop("replacing-rename", "the server refused to rename over an existing file");
		this.#notices.once("This server can't rename over existing files, so each old file was moved aside first and was briefly missing.");
		this.#isAside = false;
		this.#temporaryFiles.exists(aside);
		if (await client.delete(aside).catch((error) => error) === void 0) this.#temporaryFiles.remove(aside);
	}
	/**
	* Puts the old file back, because the new one was refused.
	*
	* @throws {@link PublishError} always, unless the refusal was false and the new file has arrived.
	*/
	async #putBack(client, refusal) {
		this.#refusal = refusal;
		const { from, to, aside, sizeBytes } = this.#plan;
		if ((this.#isAside ? await this.#moveBack(client) : void 0) === void 0) throw new PublishError(refused, refusal);
		if (!await exists(client, from) && await sizeIfExists(client, to) === sizeBytes) {
			this.#recordPlaced();
			return;
		}
		this.#temporaryFiles.strand(aside);
		const names = `The old file is now ${sanitize(aside)}, and the new one ${sanitize(from)}`;
		throw new PublishError(`${refused} and to restore the old one. ${names}`, refusal);
	}
	/** Renames the old file back; returns the refusal. */
	async #moveBack(client) {
		const { to, aside } = this.#plan;
		this.#unknown = "back";
		const refusal = await client.files.renameFrom(aside) ?? await client.files.renameTo(to);
		if (refusal?.isTransient === true) throw refusal;
		this.#unknown = void 0;
		if (refusal !== void 0) return refusal;
		this.#isAside = false;
		this.#temporaryFiles.remove(aside);
	}
};
/** Whether a file can be renamed, which every server that can rename knows. */
async function exists(client, path) {
	const refusal = await client.files.renameFrom(path);
	if (refusal?.isTransient === true) throw refusal;
	return refusal === void 0;
}
// src/deploy/file/file-job.ts
/** One file of a run: its upload and, unless it is `direct`, its rename. Keeps its progress between attempts. */
var FileJob = class {
	index;
	#file;
	#options;
	#temporaryPath;
	#upload;
	#rename;
	#uploaded;
	#outcome = { status: "pending" };
	#attempts = 0;
	#milliseconds = 0;
	constructor(file, index, options) {
		this.index = index;
		this.#file = file;
		this.#options = options;
		if (options.publish === "direct") {
			const target = {
				path: file.remotePath,
				isTemporary: false
			};
			this.#upload = new FileUpload(file, target, options);
			return;
		}
		this.#upload = this.#useTemporaryNames(options.names.areHidden);
	}
	/** Chooses the names that the file has before its final one. */
	#useTemporaryNames(areHidden) {
		const { names } = this.#options;
		const { remotePath: to, sizeBytes } = this.#file;
		const [from, aside] = names.of(to, {
			index: this.index,
			isHidden: areHidden
		});
		this.#temporaryPath = from;
		this.#rename = new Rename({
			from,
			to,
			sizeBytes,
			aside
		}, this.#options);
		this.#upload = new FileUpload(this.#file, {
			path: from,
			isTemporary: true
		}, this.#options);
		return this.#upload;
	}
	/** Where the file is uploaded to: its final path, or a temporary one. */
	get uploadPath() {
		return this.#temporaryPath ?? this.#file.remotePath;
	}
	get remotePath() {
		return this.#file.remotePath;
	}
	get result() {
		const milliseconds = Math.round(this.#milliseconds);
		return {
			...this.#file,
			attempts: this.#attempts,
			milliseconds,
			...this.#outcome
		};
	}
	/** Begins an attempt to upload the file to its final or temporary path; {@link finishUpload} takes the result. */
	beginUpload() {
		this.#attempts += 1;
		this.#rename?.restart();
		return this.#mayExist();
	}
	/**
	* Begins the same attempt again with a temporary name that isn't hidden, if the server may have rejected the first one
	* because it is.
	*/
	retryWithVisibleName(error) {
		const { names } = this.#options;
		if (!(this.#temporaryPath !== void 0 && !names.hasUsedHidden && names.areHidden) || !rejectsUpload(error)) return void 0;
		this.#useTemporaryNames(false);
		return this.#mayExist();
	}
	finishUpload(uploaded) {
		this.#uploaded = uploaded;
		const { names, temporaryFiles } = this.#options;
		if (this.#temporaryPath === void 0) return;
		temporaryFiles.exists(this.#temporaryPath);
		names.recordAccepted(this.#temporaryPath);
	}
	#mayExist() {
		if (this.#temporaryPath !== void 0) this.#options.temporaryFiles.mayExist(this.#temporaryPath);
		return this.#upload;
	}
	/** Verifies the upload, which the server has confirmed in an earlier session, and finishes it. */
	async verifyAgain(client) {
		this.finishUpload(await this.#upload.verifyAgain(client));
	}
	/**
	* Finishes an upload that the server has confirmed, although it could not be verified; see
	* {@link FileUpload.acceptUnverified}.
	*
	* @returns Whether that is possible.
	*/
	finishUnverified(error) {
		const uploaded = this.#upload.acceptUnverified(error);
		if (uploaded !== void 0) this.finishUpload(uploaded);
		return uploaded !== void 0;
	}
	/** Whether the file was uploaded, under whatever name. */
	get isUploaded() {
		return this.#uploaded !== void 0;
	}
	/** Whether the file is at its final path. */
	get isInPlace() {
		return this.#uploaded !== void 0 && this.#rename?.isDone !== false;
	}
	/** Whether the file is uploaded under a temporary name first. */
	get needsRename() {
		return this.#rename !== void 0;
	}
	/** Whether the server replaced the old file by the rename alone. */
	get replacedInOneStep() {
		return this.#rename?.replacedInOneStep === true;
	}
	/** Prepares the rename for pipelining; undefined if there is none, or an earlier attempt has to be checked first. */
	pipelineRename(client) {
		return this.#rename?.pipeline(client);
	}
	get isRenameInFlight() {
		return this.#rename?.isInFlight === true;
	}
	/** Waits for a rename in flight; returns why the file isn't known to be in place. */
	async awaitPipelinedRename() {
		return await this.#rename?.awaitPipelined();
	}
	/** Whether the uploaded file is gone without having arrived at its final path. */
	get isLost() {
		return this.#rename?.isLost === true;
	}
	/** Whether another attempt to rename the file may succeed after a temporary refusal that outlasted all retries. */
	acceptRefusal(error) {
		return this.#rename?.acceptRefusal(error) === true;
	}
	/** Renames the file to its final path. */
	async publish(client) {
		await this.#rename?.attempt(client);
	}
	/** Adds the time until the timer is disposed of to the time spent on the file. */
	startTimer() {
		const started = performance.now();
		return { [Symbol.dispose]: () => {
			this.#milliseconds += performance.now() - started;
		} };
	}
	/** The file is at its final path. */
	succeed() {
		if (this.#uploaded !== void 0) this.#outcome = {
			status: "uploaded",
			...this.#uploaded
		};
	}
	/** The file has failed permanently. A file that was never attempted remains pending, unless its name is the problem. */
	fail(error) {
		if (this.#attempts > 0 || error instanceof FileNameError) this.#outcome = {
			status: "failed",
			error
		};
	}
};
// src/deploy/results.ts
/** The result of a file that was not attempted. */
function pendingResult(file) {
	return {
		...file,
		status: "pending",
		attempts: 0,
		milliseconds: 0
	};
}
/** Adds up the files with one status. */
function total(files, status) {
	const matching = files.filter((file) => file.status === status);
	return {
		files: matching.length,
		bytes: matching.reduce((sum, file) => sum + file.sizeBytes, 0)
	};
}
// src/deploy/job-queue.ts
/**
* The files of a run, in the order in which they are uploaded, and their results. A job exists from when it is taken
* until it is completed, so that a run with many files needs little more memory than their results.
*/
var JobQueue = class {
	#files;
	#options;
	/** Jobs that were taken and aren't completed. */
	#active = /* @__PURE__ */ new Map();
	/** Active jobs that a connection is working on. */
	#inProgress = /* @__PURE__ */ new Set();
	/** Active jobs of lost connections. */
	#returned = [];
	#results = /* @__PURE__ */ new Map();
	/** Indices of the files to upload, in reverse order, so that the next one is cheap to take. */
	#stages;
	#indices;
	#waiting = [];
	constructor(files, options) {
		this.#files = [...files];
		this.#stages = [{
			shared: files.map((_, index) => index).reverse(),
			reserved: []
		}];
		this.#options = options;
	}
	/** Number of files that no connection has taken. */
	get remaining() {
		return this.#stages.reduce((sum, { shared, reserved }) => sum + shared.length + reserved.length, this.#returned.length);
	}
	/** Takes the next file; undefined if there is none, or not yet. */
	next(taker = "first") {
		const job = this.#takeReturned(taker) ?? this.#takeNew(taker);
		if (job !== void 0) this.#inProgress.add(job);
		return job;
	}
	/** The file that {@link next} would take. */
	peek(taker = "first") {
		const [returned] = taker === "first" ? this.#returned : [];
		if (returned !== void 0) return this.#files[returned.index];
		return this.#files[this.#listFor(taker)?.at(-1) ?? -1];
	}
	/**
	* Waits until there may be another file to take. A connection must have finished its own files first.
	*
	* @returns Whether there may be one; `false` if there won't be any.
	*/
	async waitForNext(taker) {
		if (this.peek(taker) !== void 0) return true;
		const later = this.#stages.slice(1);
		if (!(taker === "first" ? this.#inProgress.size > 0 || later.length > 0 : later.some(({ shared }) => shared.length > 0))) return false;
		await new Promise((resolve) => {
			this.#waiting.push(resolve);
		});
		return true;
	}
	/** Lets all waiting connections look again whether there is something to do. */
	wakeAll() {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}
	/** Position of a file in the plan. */
	indexOf(remotePath) {
		this.#indices ??= new Map(this.#files.map((file, index) => [file.remotePath, index]));
		return this.#indices.get(remotePath);
	}
	/** Sets the results of all files before the first upload: those that are unchanged, and why others are uploaded. */
	compare(resultOf) {
		for (const [index, file] of this.#files.entries()) {
			const result = resultOf(file);
			if (result.status === "unchanged") this.#results.set(index, result);
			else this.#results.delete(index);
			const { reason } = result;
			if (reason !== void 0) this.#files[index] = {
				...file,
				reason
			};
		}
	}
	/** Chooses the files to upload, in this order, instead of all. */
	choose(remotePaths) {
		const shared = remotePaths.flatMap((path) => this.indexOf(path) ?? []).reverse();
		this.#stages = [{
			shared,
			reserved: []
		}];
	}
	/** Orders the files for several connections. */
	spread(options) {
		const order = this.#stages.flatMap(({ shared }) => shared.toReversed());
		this.#stages = spread(this.#files, order, options).map(({ shared, reserved }) => ({
			shared: shared.toReversed(),
			reserved: reserved.toReversed()
		}));
	}
	/** A connection stops working on a job, which is published later or remains pending. */
	release(job) {
		this.#inProgress.delete(job);
		this.wakeAll();
	}
	/** Gives a job back that an additional connection can't finish. The first one takes it next. */
	giveBack(job) {
		this.#inProgress.delete(job);
		this.#returned.push(job);
		this.wakeAll();
	}
	/** Keeps the result of a job that has ended, and nothing else of it. */
	complete(job) {
		this.#results.set(job.index, job.result);
		this.#active.delete(job.index);
		this.#inProgress.delete(job);
		this.wakeAll();
	}
	/** The results of all files so far, in planned order. */
	get results() {
		return this.#files.map((file, index) => this.#results.get(index) ?? this.#active.get(index)?.result ?? pendingResult(file));
	}
	#takeReturned(taker) {
		return taker === "first" ? this.#returned.shift() : void 0;
	}
	#takeNew(taker) {
		const index = this.#listFor(taker)?.pop();
		const file = this.#files[index ?? -1];
		if (index === void 0 || file === void 0) return void 0;
		const job = new FileJob(file, index, this.#options);
		this.#active.set(index, job);
		return job;
	}
	/** The list from which the next file is taken. A stage begins once every file of the one before has ended. */
	#listFor(taker) {
		const [stage, ...later] = this.#stages;
		if (stage === void 0) return void 0;
		const { shared, reserved } = stage;
		if (taker === "first" && reserved.length > 0) return reserved;
		if (shared.length > 0) return shared;
		if (!(reserved.length + this.#inProgress.size + this.#returned.length === 0) || later.length === 0) return void 0;
		this.#stages = later;
		return this.#listFor(taker);
	}
};
// src/deploy/once-notifier.ts
/** Reports notices about the whole run, each of them once. */
var OnceNotifier = class {
	#notify;
	#notified = /* @__PURE__ */ new Set();
	constructor(notify) {
		this.#notify = notify;
	}
	once(text, severity) {
		if (this.#notified.has(text)) return;
		this.#notified.add(text);
		this.#notify(text, severity);
	}
};
// src/deploy/optional-part-notices.ts
const notices = {
	chmod: (reason) => `The server doesn't change the modes of files (SITE CHMOD: ${reason}).`,
	"early-retrieval": void 0,
	"extended-passive": (reason) => `EPSV doesn't work with this server (${reason}). PASV is used.`,
	"hidden-names": void 0,
	listings: void 0,
	"login-directory": (reason) => `The server doesn't return to the login directory (${reason}). Directories are created without a check whether they exist.`,
	paths: (reason) => `The server doesn't accept paths with directories (${reason}). The action changes to each directory instead.`,
	"passive-fallback": void 0,
	pipelining: void 0,
	"replacing-rename": void 0,
	resume: (reason) => `The server doesn't resume uploads (${reason}). Interrupted files are sent again from the start.`,
	size: (reason) => `The server doesn't report file sizes (${reason}), so file sizes were not verified.`,
	"unconditional-mkd": (reason) => `The connection was lost during MKD (${reason}). The action looks for existing directories first.`
};
/**
* The optional parts of the protocol for the control connections of a run.
*
* @param notify - Called with a notice when a part is no longer used and that makes a difference.
*/
function reportedParts(notify) {
	return new OptionalParts((part, reason) => {
		const notice = notices[part]?.(reason);
		if (notice !== void 0) notify(notice);
	});
}
// src/deploy/run-state.ts
/** What belongs to a run as a whole, whichever connection does the work. */
var RunState = class {
	options;
	observer;
	queue;
	failures;
	notices;
	/** Files whose names may be the same to the server. */
	collisions;
	temporaryFiles = new TemporaryFiles();
	/** What was found out about the server. */
	optional = reportedParts((notice) => {
		this.observer.notice(notice);
	});
	names = new TemporaryNames(this.optional);
	/** With `sync`: what must happen before changes. */
	guard;
	/** With `sync`: hashes of the local files. */
	hashes;
	/** The maintenance file; undefined without one. */
	maintenance;
	#hasWritten = false;
	#acceptedIn = /* @__PURE__ */ new Set();
	#renames = 0;
	#retries = 0;
	#connections = 0;
	constructor(plan, options, observer) {
		this.options = options;
		this.observer = observer;
		this.failures = new FailurePolicy({ stopAtFirst: options.publish === "staged" });
		this.notices = new OnceNotifier((text, severity) => {
			observer.notice(text, severity);
		});
		this.collisions = new NameCollisions(plan.uploads, this.notices);
		this.queue = new JobQueue(plan.uploads, {
			...options,
			temporaryFiles: this.temporaryFiles,
			names: this.names,
			hashOf: (remotePath) => this.hashes?.of(remotePath),
			optional: this.optional,
			notices: this.notices,
			onWriting: () => {
				this.#hasWritten = true;
			},
			onProgress: (file, bytesSent) => {
				observer.fileProgress(file, bytesSent);
			}
		});
	}
	/** Whether the run is neither cancelled nor stopped by a failure. */
	get shouldContinue() {
		if (this.guard?.failure !== void 0) return false;
		return !this.options.signal.aborted && this.failures.shouldContinue;
	}
	/** Whether a file may have been written to at its final path. */
	get hasWritten() {
		return this.#hasWritten;
	}
	/** Remote directories in which the server accepted an upload. */
	get acceptedIn() {
		return this.#acceptedIn;
	}
	/** Number of files that were renamed to their final path. */
	get renames() {
		return this.#renames;
	}
	get retries() {
		return this.#retries;
	}
	/** Numbers the control connections of the run. */
	nextConnection = () => {
		this.#connections += 1;
		return this.#connections;
	};
	recordRetry = (retry) => {
		this.#retries += 1;
		this.observer.retrying(retry);
	};
	recordAccepted(remotePath) {
		this.#acceptedIn.add(directoryOf$2(remotePath));
	}
	recordRename() {
		this.#renames += 1;
	}
};
// src/deploy/file/local-hashes.ts
/** Files that are read at the same time: as many as Node has threads for. */
const concurrency$1 = 4;
const bufferBytes = 262144;
/** Files up to this size are read at once. */
const smallBytes = 65536;
/** Longest time for which small files keep the run from doing anything else, in milliseconds. */
const sliceMs = 5;
/** The SHA-256 of local files, computed while the run connects. */
var LocalHashes = class {
	#files;
	#signal;
	#hashes = /* @__PURE__ */ new Map();
	#all;
	constructor(files, signal) {
		this.#files = files;
		this.#signal = signal;
	}
	/** Starts to hash all files. {@link all} reports an error. */
	start() {
		this.#all ??= this.#hashAll();
		this.#all.catch(() => void 0);
	}
	/**
	* The hashes of all files by remote path, in hexadecimal.
	*
	* @throws {@link LocalFileError} when a file can't be read, or isn't the one that was planned.
	*/
	async all() {
		this.start();
		await this.#all;
		return this.#hashes;
	}
	/** The hash of a file; undefined as long as it isn't known. */
	of(remotePath) {
		return this.#hashes.get(remotePath);
	}
	async #hashAll() {
		await this.#hashSmall(this.#files.filter(({ sizeBytes }) => sizeBytes <= smallBytes));
		const files = this.#files.filter(({ sizeBytes }) => sizeBytes > smallBytes).values();
		const workers = Array.from({ length: concurrency$1 }, async () => {
			const buffer = Buffer.allocUnsafe(bufferBytes);
			for (const file of files) {
				this.#signal.throwIfAborted();
				this.#hashes.set(file.remotePath, (await hashFile(file, { buffer })).sha256);
			}
		});
		await Promise.all(workers);
	}
	async #hashSmall(files) {
		const buffer = Buffer.allocUnsafe(65537);
		let began = -1e400;
		for (const file of files) {
			if (performance.now() - began > sliceMs) {
				await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setImmediate)();
				this.#signal.throwIfAborted();
				began = performance.now();
			}
			this.#hashes.set(file.remotePath, hashSmallFile(file, buffer));
		}
	}
};
/**
* Hashes a local file.
*
* @param options.checksumHash - A hash to compute in addition to SHA-256.
* @throws {@link LocalFileError}
*/
async function hashFile(file, { checksumHash, buffer = Buffer.allocUnsafe(bufferBytes) }) {
	await using source = await FileSource.open(file, { checksumHash });
	while (await source.read(buffer) > 0);
	return source.hash;
}
// src/deploy/plan/ignore-patterns.ts
var import_ignore = /* @__PURE__ */ __toESM((/* @__PURE__ */ __commonJSMin(((exports, module) => {
	function makeArray(subject) {
		return Array.isArray(subject) ? subject : [subject];
	}
	const UNDEFINED = void 0;
	const EMPTY = "";
	const SPACE = " ";
	const ESCAPE = "\\";
	const REGEX_LITERAL_SPECIAL = /[.*+?()[\]{}^$|\\/]/;
	const BOM = "﻿";
	const REGEX_ANCHORED_GLOBSTAR = /^\/\*{2,}$/;
	const REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION = /^\\!/;
	const REGEX_REPLACE_LEADING_EXCAPED_HASH = /^\\#/;
	const REGEX_SPLITALL_CRLF = /\r?\n/g;
	const DOUBLE_SLASH = "//";
	const SLASH_CODE = 47;
	const DOT_CODE = 46;
	const SLASH = "/";
	let TMP_KEY_IGNORE = "node-ignore";
	/* istanbul ignore else */
	if (typeof Symbol !== "undefined") TMP_KEY_IGNORE = Symbol.for("node-ignore");
	const KEY_IGNORE = TMP_KEY_IGNORE;
	const define = (object, key, value) => {
		Object.defineProperty(object, key, { value });
		return value;
	};
	const RETURN_FALSE = () => false;
	const POSIX_CLASSES = {
		alnum: "0-9A-Za-z",
		alpha: "A-Za-z",
		blank: " \\t",
		cntrl: "\\x00-\\x1f\\x7f",
		digit: "0-9",
		graph: "!-.0-~",
		lower: "a-z",
		print: " -.0-~",
		punct: "!-.:-@\\[-`{-~",
		space: " \\t\\n\\r",
		upper: "A-Z",
		xdigit: "0-9A-Fa-f"
	};
	const CLASS_MEMBERS_TO_ESCAPE = "\\]^-[";
	const escapeMember = (char) => CLASS_MEMBERS_TO_ESCAPE.indexOf(char) < 0 ? char : ESCAPE + char;
	const NON_SLASH = "(?!\\/)";
	const classSource = (negated, body) => {
		if (negated) return `[^\\/${body}]`;
		const source = `[${body}]`;
		return new RegExp(source).test("/") ? NON_SLASH + source : source;
	};
	const scanBracket = (pattern, start) => {
		const { length } = pattern;
		let index = start + 1;
		let negated = EMPTY;
		const lead = pattern[index];
		if (lead === "!" || lead === "^") {
			negated = "^";
			index++;
		}
		let body = EMPTY;
		let prev = EMPTY;
		for (;;) {
			const char = pattern[index];
			if (char === UNDEFINED) return null;
			if (char === ESCAPE) {
				const escaped = pattern[++index];
				body += escapeMember(escaped);
				prev = escaped;
			} else if (char === "-" && prev && index + 1 < length && pattern[index + 1] !== "]") {
				index++;
				let to = pattern[index];
				if (to === ESCAPE) to = pattern[index += 1];
				if (prev <= to) body += `-${escapeMember(to)}`;
				prev = EMPTY;
			} else if (char === "[" && pattern[index + 1] === ":") {
				const nameStart = index + 2;
				let end = nameStart;
				while (end < length && pattern[end] !== "]") end++;
				if (end === length) return null;
				if (end > nameStart && pattern[end - 1] === ":") {
					const name = pattern.slice(nameStart, end - 1);
					if (!Object.prototype.hasOwnProperty.call(POSIX_CLASSES, name)) return null;
					body += POSIX_CLASSES[name];
					prev = EMPTY;
					index = end;
				} else {
					body += escapeMember("[");
					prev = "[";
					index = nameStart - 2;
				}
			} else {
				body += escapeMember(char);
				prev = char;
			}
			index++;
			if (pattern[index] === "]") return {
				end: index,
				source: classSource(negated, body)
			};
		}
	};
	const NEVER_MATCH = "[]";
	const PLACEHOLDER = "\0";
	const REGEX_RESTORE_PLACEHOLDER = new RegExp(`${PLACEHOLDER}(\\d+)${PLACEHOLDER}`, "g");
	const TRAILING_WILDCARD = "";
	const TRAILING_DOUBLESTAR = "";
	const isReserved = (char) => char === PLACEHOLDER || char === TRAILING_WILDCARD || char === TRAILING_DOUBLESTAR;
	const extractBrackets = (pattern) => {
		const sources = [];
		const hold = (source) => `${PLACEHOLDER}${sources.push(source) - 1}${PLACEHOLDER}`;
		const { length } = pattern;
		let out = EMPTY;
		let index = 0;
		while (index < length) {
			const char = pattern[index];
			if (char === ESCAPE) {
				const escaped = pattern[index + 1];
				if (escaped === SLASH && index + 2 === length) out += hold(NEVER_MATCH);
				else if (escaped === "*" || escaped === "[" || escaped === SPACE) out += pattern.slice(index, index + 2);
				else out += hold(REGEX_LITERAL_SPECIAL.test(escaped) ? ESCAPE + escaped : isReserved(escaped) ? `[${escaped}]` : escaped);
				index += 2;
			} else if (isReserved(char)) {
				out += hold(`[${char}]`);
				index++;
			} else if (char === "[") {
				const scanned = scanBracket(pattern, index);
				if (scanned === null) {
					out += hold(NEVER_MATCH);
					index = length;
				} else {
					out += hold(scanned.source);
					index = scanned.end + 1;
				}
			} else {
				out += char;
				index++;
			}
		}
		return {
			source: out,
			sources
		};
	};
	const DIRECT = null;
	const REGEX_INNER_SLASH = /\/(?!$)/;
	const WILDCARD = "[^\\/]*";
	const REPLACERS = [
		[
			/(\\+)( ?)/g,
			(_, run, space) => space ? run.slice(0, run.length - run.length % 2) + SPACE : run,
			"\\ "
		],
		[
			/(^|\/)\*{3,}(?=\/|$)/g,
			(_, start) => `${start}**`,
			"*"
		],
		[/[\\$.|*+(){^]/g, (match) => `\\${match}`],
		[
			/(?!\\)\?/g,
			() => "[^/]",
			"?"
		],
		[
			/^\//,
			() => "^",
			SLASH
		],
		[
			/\//g,
			() => "\\/",
			SLASH
		],
		[
			/^\^*(?:\\\*\\\*\\\/)+/,
			() => "(?:^|\\/)",
			"*"
		],
		[DIRECT, (source, pattern) => {
			if (!source || source[0] === "^" || source[0] === "(") return source;
			return (!REGEX_INNER_SLASH.test(pattern) ? "(?:^|\\/)" : "^") + source;
		}],
		[
			/\\\/\\\*\\\*(?=\\\/|$)/g,
			(_, index, str) => index + 6 < str.length ? str.slice(index + 6) === "\\/" ? "(?:\\/[^\\/]+)+" : "(?:\\/[^\\/]+)*" : `\\/${TRAILING_DOUBLESTAR}`,
			"*"
		],
		[
			/(^|[^\\])(?:\\\*)+(?!$)/g,
			(_, p1) => p1 + WILDCARD,
			"*"
		],
		[
			/(^|[^\\])((?:\\\\)*)\\\*$/,
			(match, p1, p2) => p2 === EMPTY ? p1 + TRAILING_WILDCARD : match,
			"*"
		],
		[
			/\\\\\\(?=[$.|*+(){^])/g,
			() => ESCAPE,
			"\\\\"
		],
		[
			/\\\\/g,
			() => ESCAPE,
			"\\\\"
		],
		[
			/\\\[([^\]/]*?)($|\])/g,
			(match, range, close) => `\\[${range}${close}`,
			"["
		],
		[DIRECT, (source) => {
			const last = source[source.length - 1];
			if (!last || last === TRAILING_WILDCARD || last === TRAILING_DOUBLESTAR) return source;
			return last === SLASH ? `${source}$` : `${source}(?=$|\\/$)`;
		}]
	];
	const REGEX_REPLACE_TRAILING_WILDCARD = /(^|\\\/)?\uE000$/;
	const MODE_IGNORE = "regex";
	const MODE_CHECK_IGNORE = "checkRegex";
	const replaceTrailingWildcard = (_, p1) => {
		return `${p1 ? `${p1}[^/]+` : "[^/]*"}(?=$|\\/$)`;
	};
	const REGEX_REPLACE_TRAILING_DOUBLESTAR = /\uE001$/;
	const replaceTrailingDoublestar = () => "[\\s\\S]";
	const separatorAfter = (run, at) => {
		let separator = EMPTY;
		for (let index = at + 1; index < run.length && !run[index].wildcard; index++) separator += run[index].single;
		return separator;
	};
	const pinWildcards = (source) => {
		if (source.indexOf(WILDCARD) < 0) return source;
		const tokens = [];
		const { length } = source;
		let index = 0;
		while (index < length) {
			const char = source[index];
			if (source.startsWith(WILDCARD, index)) {
				tokens.push({ wildcard: true });
				index += 6;
			} else if (char === "[") {
				let end = index + 1;
				if (source[end] === "^") end++;
				if (source[end] === "]") end++;
				while (end < length && source[end] !== "]") end += source[end] === ESCAPE ? 2 : 1;
				end++;
				tokens.push({ single: source.slice(index, end) });
				index = end;
			} else if (char === ESCAPE) {
				tokens.push({ single: source.slice(index, index + 2) });
				index += 2;
			} else if (char === "(") {
				let depth = 0;
				let end = index;
				do {
					if (source[end] === ESCAPE) end++;
					else if (source[end] === "(") depth++;
					else if (source[end] === ")") depth--;
					end++;
				} while (end < length && depth > 0);
				if ("*+?".indexOf(source[end]) >= 0) end++;
				tokens.push({ boundary: source.slice(index, end) });
				index = end;
			} else if (char === "^" || char === "$") {
				tokens.push({ boundary: char });
				index++;
			} else {
				tokens.push({ single: char });
				index++;
			}
		}
		let out = EMPTY;
		let run = [];
		const flush = () => {
			let lastWildcard;
			run.forEach((token, at) => {
				if (token.wildcard) lastWildcard = at;
			});
			run.forEach((token, at) => {
				if (!token.wildcard) {
					out += token.single;
					return;
				}
				out += at === lastWildcard ? WILDCARD : `(?:(?!${separatorAfter(run, at)})[^\\/])*`;
			});
			run = [];
		};
		tokens.forEach((token) => {
			if (token.boundary === void 0) {
				run.push(token);
				return;
			}
			flush();
			out += token.boundary;
		});
		flush();
		return out;
	};
	const makeRegexPrefix = (pattern) => {
		if (REGEX_ANCHORED_GLOBSTAR.test(pattern)) pattern = "**";
		const { source, sources } = extractBrackets(pattern);
		const replaced = REPLACERS.reduce((prev, [matcher, replacer, required]) => {
			if (matcher === DIRECT) return replacer(prev, pattern);
			if (required !== UNDEFINED && prev.indexOf(required) < 0) return prev;
			return matcher.test(prev) ? prev.replace(matcher, replacer.bind(pattern)) : prev;
		}, source);
		return sources.length ? replaced.replace(REGEX_RESTORE_PLACEHOLDER, (match, index) => sources[index]) : replaced;
	};
	const checkSourceOf = (body, prefix) => {
		if (body[body.length - 1] === SLASH) prefix = makeRegexPrefix(body.slice(0, -1));
		const head = prefix.slice(0, -1);
		const last = prefix[prefix.length - 1];
		return last === TRAILING_WILDCARD ? `${head}$` : last === TRAILING_DOUBLESTAR ? head : NEVER_MATCH;
	};
	const matchesBasename = (body) => {
		const index = body.indexOf(SLASH);
		return index < 0 || index === body.length - 1;
	};
	const basenameOf = (path) => {
		const end = path.length - 1;
		const index = path.lastIndexOf(SLASH, path[end] === SLASH ? end - 1 : end);
		return index < 0 ? path : path.slice(index + 1);
	};
	const parentOf = (path) => {
		if (path.charCodeAt(0) === SLASH_CODE || path.indexOf(DOUBLE_SLASH) >= 0) {
			const slices = path.split(SLASH).filter(Boolean);
			slices.pop();
			return slices.length ? slices.join(SLASH) + SLASH : EMPTY;
		}
		const end = path.length - 1;
		const cut = path.lastIndexOf(SLASH, path.charCodeAt(end) === SLASH_CODE ? end - 1 : end);
		return cut < 0 ? EMPTY : path.slice(0, cut + 1);
	};
	const isString = (subject) => typeof subject === "string";
	const checkPattern = (pattern) => pattern && isString(pattern);
	const splitPattern = (pattern) => (pattern[pattern.length - 1] === "\r" ? pattern.slice(0, -1) : pattern).split(REGEX_SPLITALL_CRLF).filter(Boolean);
	var IgnoreRule = class {
		constructor(pattern, mark, body, ignoreCase, negative, prefix) {
			this.pattern = pattern;
			this.mark = mark;
			this.negative = negative;
			define(this, "body", body);
			define(this, "ignoreCase", ignoreCase);
			define(this, "regexPrefix", prefix);
		}
		get _basenameOnly() {
			return define(this, "_basenameOnly", matchesBasename(this.body));
		}
		get regex() {
			const key = "_regex";
			if (this[key]) return this[key];
			return this._make(MODE_IGNORE, key);
		}
		get checkRegex() {
			const key = "_checkRegex";
			if (this[key]) return this[key];
			return this._make(MODE_CHECK_IGNORE, key);
		}
		_make(mode, key) {
			const str = pinWildcards(mode === MODE_IGNORE ? this.regexPrefix.replace(REGEX_REPLACE_TRAILING_WILDCARD, replaceTrailingWildcard).replace(REGEX_REPLACE_TRAILING_DOUBLESTAR, replaceTrailingDoublestar) : checkSourceOf(this.body, this.regexPrefix));
			const regex = this.ignoreCase ? new RegExp(str, "i") : new RegExp(str);
			return define(this, key, regex);
		}
	};
	const hasTrailingBackslash = (str) => {
		let count = 0;
		while (str[str.length - count - 1] === ESCAPE) count++;
		return count % 2 === 1;
	};
	const trimEnd = (body, stripLineEnd) => {
		let lineEnd = body.length;
		let end;
		for (;;) {
			if (stripLineEnd && body[lineEnd - 1] === "\r") lineEnd--;
			end = lineEnd;
			while (body[end - 1] === SPACE) end--;
			if (!stripLineEnd || body[end - 1] !== "\n") break;
			lineEnd = end - 1;
		}
		if (end === lineEnd) return body.slice(0, lineEnd);
		let backslashes = 0;
		while (body[end - backslashes - 1] === ESCAPE) backslashes++;
		return backslashes % 2 ? body.slice(0, end - 1) + SPACE : body.slice(0, end);
	};
	const createRule = (pattern, mark, ignoreCase, stripLineEnd, stripBOM) => {
		let body = stripBOM && pattern[0] === BOM ? pattern.slice(1) : pattern;
		if (body[0] === "#") return;
		let negative = false;
		if (body[0] === "!") {
			negative = true;
			body = body.slice(1);
		}
		const last = body[body.length - 1];
		if (last === SPACE || stripLineEnd && (last === "\r" || last === "\n")) body = trimEnd(body, stripLineEnd);
		if (!body || hasTrailingBackslash(body)) return;
		body = body.replace(REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION, "!").replace(REGEX_REPLACE_LEADING_EXCAPED_HASH, "#");
		const regexPrefix = makeRegexPrefix(body);
		return new IgnoreRule(pattern, mark, body, ignoreCase, negative, regexPrefix);
	};
	var RuleManager = class {
		constructor(ignoreCase) {
			this._ignoreCase = ignoreCase;
			this._rules = [];
			this._basenameCount = 0;
		}
		_add(pattern, index) {
			if (pattern && pattern[KEY_IGNORE]) {
				this._rules = this._rules.concat(pattern._rules._rules);
				this._basenameCount += pattern._rules._basenameCount;
				this._added = true;
				return;
			}
			const isStr = isString(pattern);
			const raw = isStr ? pattern : pattern.pattern;
			const rule = checkPattern(raw) && createRule(raw, isStr ? UNDEFINED : pattern.mark, this._ignoreCase, !this._split, this._stripBOM && !index);
			if (rule) {
				this._added = true;
				this._rules.push(rule);
				if (matchesBasename(rule.body)) this._basenameCount++;
			}
		}
		add(pattern) {
			this._added = false;
			this._split = isString(pattern);
			this._stripBOM = !this._split || pattern[0] === BOM;
			makeArray(this._split ? splitPattern(pattern) : pattern).forEach(this._add, this);
			if (this._added) this._literalRules = UNDEFINED;
			return this._added;
		}
		testLiteral(path) {
			const rules = this._literalRules || (this._literalRules = this._rules.filter(({ body }) => body[body.length - (body[body.length - 1] === SLASH ? 2 : 1)] === "*"));
			let ignored = false;
			let unignored = false;
			let matchedRule;
			for (let index = rules.length - 1; index >= 0; index--) {
				const rule = rules[index];
				if (rule.checkRegex.test(path)) {
					ignored = !rule.negative;
					unignored = rule.negative;
					matchedRule = rule.negative ? UNDEFINED : rule;
					break;
				}
			}
			const ret = {
				ignored,
				unignored
			};
			if (matchedRule) ret.rule = matchedRule;
			return ret;
		}
		test(path, mode) {
			const rules = this._rules;
			const { length } = rules;
			const shortcut = this._basenameCount * 2 >= length;
			const basename = shortcut ? basenameOf(path) : path;
			for (let index = length - 1; index >= 0; index--) {
				const rule = rules[index];
				if (rule[mode].test(shortcut && rule._basenameOnly ? basename : path)) {
					const { negative } = rule;
					const ret = {
						ignored: !negative,
						unignored: negative
					};
					if (!negative) ret.rule = rule;
					return ret;
				}
			}
			return {
				ignored: false,
				unignored: false
			};
		}
	};
	const throwError = (message, Ctor) => {
		throw new Ctor(message);
	};
	const checkPath = (path, originalPath, doThrow) => {
		if (!isString(path)) return doThrow(`path must be a string, but got \`${originalPath}\``, TypeError);
		if (!path) return doThrow(`path must not be empty`, TypeError);
		if (checkPath.isNotRelative(path)) return doThrow(`path should be a \`path.relative()\`d string, but got "${originalPath}"`, RangeError);
		return true;
	};
	const isNotRelative = (path) => {
		const first = path.charCodeAt(0);
		if (first === SLASH_CODE) return true;
		if (first !== DOT_CODE) return false;
		if (path.length === 1) return true;
		const second = path.charCodeAt(1);
		if (second === SLASH_CODE) return true;
		if (second !== DOT_CODE) return false;
		return path.length === 2 || path.charCodeAt(2) === SLASH_CODE;
	};
	checkPath.isNotRelative = isNotRelative;
	/* istanbul ignore next */
	checkPath.convert = (p) => p;
	const convertPath = (target) => isString(target) && checkPath.convert(target);
	var Ignore = class {
		constructor({ ignorecase = true, ignoreCase = ignorecase, allowRelativePaths = false } = {}) {
			define(this, KEY_IGNORE, true);
			this._rules = new RuleManager(ignoreCase);
			this._strictPathCheck = !allowRelativePaths;
			this._initCache();
		}
		_initCache() {
			this._ignoreCache = Object.create(null);
			this._testCache = Object.create(null);
		}
		add(pattern) {
			if (this._rules.add(pattern)) this._initCache();
			return this;
		}
		addPattern(pattern) {
			return this.add(pattern);
		}
		_test(originalPath, cache, path) {
			checkPath(path, originalPath, this._strictPathCheck ? throwError : RETURN_FALSE);
			return path ? this._t(path, cache) : {
				ignored: false,
				unignored: false
			};
		}
		checkIgnore(target) {
			const path = convertPath(target);
			if (!path || path.charCodeAt(path.length - 1) !== SLASH_CODE) return this._test(target, this._testCache, path);
			const dir = this._t(path, this._testCache);
			if (dir.ignored) return dir;
			const literal = this._rules.testLiteral(path);
			return literal.ignored || literal.unignored ? literal : dir;
		}
		_t(path, cache) {
			const cached = cache[path];
			if (cached) return cached;
			const parentPath = parentOf(path);
			const parent = parentPath ? this._t(parentPath, cache) : UNDEFINED;
			return cache[path] = parent && parent.ignored ? parent : this._rules.test(path, MODE_IGNORE);
		}
		ignores(path) {
			return this._test(path, this._ignoreCache, convertPath(path)).ignored;
		}
		createFilter() {
			return (path) => !this.ignores(path);
		}
		filter(paths) {
			return makeArray(paths).filter(this.createFilter());
		}
		test(path) {
			return this._test(path, this._testCache, convertPath(path));
		}
	};
	const factory = (options) => new Ignore(options);
	const isPathValid = (path) => checkPath(convertPath(path), path, RETURN_FALSE);
	/* istanbul ignore next */
	const setupWindows = () => {
		const makePosix = (str) => /^\\\\\?\\/.test(str) || /["<>|\u0000-\u001F]+/u.test(str) ? str : str.replace(/\\/g, "/");
		checkPath.convert = makePosix;
		const REGEX_TEST_WINDOWS_PATH_ABSOLUTE = /^[a-z]:\//i;
		checkPath.isNotRelative = (path) => REGEX_TEST_WINDOWS_PATH_ABSOLUTE.test(path) || isNotRelative(path);
	};
	/* istanbul ignore next */
	if (typeof process !== "undefined" && process.platform === "win32") setupWindows();
	module.exports = factory;
	factory.default = factory;
	module.exports.isPathValid = isPathValid;
	define(module.exports, Symbol.for("setupWindows"), setupWindows);
})))(), 1);
/** A brace with alternatives, or an extended glob; a backslash in front makes it literal. */
const alternatives = /(?<!\\)(?:(?<mark>[@?*+!])\((?<glob>[^()]*\|[^()]*)\)|(?<single>[@+!])\((?<only>[^()|]*)\)|\{(?<brace>[^{}]*,[^{}]*)\})/;
/** Matches paths against `.gitignore` patterns: one per line, case-sensitive, `#` starts a comment, `!` negates. */
var IgnorePatterns = class {
	#matcher;
	/** @param lines - Patterns without a problem; see {@link ignorePatternProblems}. */
	constructor(lines, { ignoresCase = false } = {}) {
		this.#matcher = (0, import_ignore.default)({
			ignorecase: ignoresCase,
			allowRelativePaths: true
		}).add([...lines]);
	}
	/**
	* Whether a path matches. It is `/`-separated and relative to the directory that the patterns refer to; that of a directory
	* ends with `/`.
	*/
	matches(path) {
		return this.#matcher.ignores(path);
	}
};
/**
* Returns why patterns can't be used, as sentences. `.gitignore` has neither braces nor extended globs, so a line with
* one of them would match nothing.
*/
function ignorePatternProblems(lines) {
	return lines.flatMap((line) => {
		if (line.trimStart().startsWith("#")) return [];
		const found = alternatives.exec(line);
		if (found === null) return [];
		const { mark, glob, single, only, brace } = found.groups ?? {};
		const replaced = ((glob ?? only)?.split("|") ?? brace?.split(",") ?? []).map((part) => line.replace(found[0], () => part.trim()));
		const split = (mark ?? single) === "!" ? [line.replace(found[0], "*"), ...replaced.map((part) => `!${part}`)] : replaced;
		return [`${sanitize(line)} uses ${sanitize(found[0])}, which .gitignore patterns don't support. Write one line for each: ${split.map((part) => sanitize(part)).join(", ")}.`];
	});
}
// src/deploy/plan/pattern-remedy.ts
/**
* What to change in a line that matches nothing, if that is likely to be what was meant.
*
* @param line - May start with `!`.
* @returns Such as `write css/a.css` or `case matters: there is css/a.css`.
*/
function patternRemedy(line, { paths, directory }) {
	const mark = line.startsWith("!") ? "!" : "";
	const pattern = line.slice(mark.length);
	const anchored = pattern.replace(/^\.?\//, "");
	const isBelow = directory !== "" && anchored.startsWith(`${directory}/`);
	const useful = [
		pattern.replace(/^(\.\/)+/, ""),
		pattern.replaceAll("\\", "/"),
		...isBelow ? [anchored.slice(directory.length)] : []
	].find((other) => other !== pattern && firstMatch(new IgnorePatterns([other]), paths) !== void 0);
	if (useful !== void 0) return `write ${sanitize(mark + useful)}`;
	const found = firstMatch(new IgnorePatterns([pattern], { ignoresCase: true }), paths);
	return found === void 0 ? void 0 : `case matters: there is ${sanitize(found)}`;
}
function firstMatch(patterns, paths) {
	return paths.find((file) => patterns.matches(file));
}
// src/deploy/sync-notices.ts
const ftpDeployStateName = ".ftp-deploy-sync-state.json";
/** What the user should know about the decision. What is expected, such as a first deployment, isn't worth a notice. */
function syncNotices(decision, reading, { settings, remoteDirectory }) {
	if (decision.limitError !== void 0) return [];
	return [
		stateProblem(reading),
		differingFiles(decision),
		adoption(decision, reading, settings),
		settings.deleteRemoved ? missingDeletions(decision, reading) : void 0,
		...keptFiles(decision),
		missedProtection(decision, reading, {
			settings,
			remoteDirectory
		})
	].filter((found) => found !== void 0);
}
function stateProblem({ stateProblem: problem }) {
	if (problem === void 0) return void 0;
	return warning$1(`The state of the last deployment can't be used (${problem}), so every file is uploaded and nothing is deleted in this run.`);
}
/** About unchanged files that are uploaded again. */
function differingFiles({ uploads, unconfirmed }) {
	if (unconfirmed > 0) return warning$1(`The server doesn't report the sizes of ${unconfirmed} unchanged files, so they are uploaded again: "sync" saves nothing on this server.`);
	const differing = [...uploads].filter(([, reason]) => reason === "differs-on-server");
	if (differing.length === 0) return void 0;
	return warning$1(`Files that haven't changed locally are missing on the server or were changed there, so they are uploaded again: ${list(differing.map(([path]) => path))}.`);
}
/** About files that count as uploaded although there was no state. */
function adoption({ isAdopted, kept }, { adoptionProblem }, { adopt, deleteRemoved }) {
	if (adoptionProblem !== void 0) return warning$1(`The state of FTP-Deploy-Action (${ftpDeployStateName}) can't be adopted: ${adoptionProblem}. Every file is uploaded.`);
	if (!isAdopted) return void 0;
	const paths = [...kept].filter(([, reason]) => reason === "adopted").map(([path]) => path);
	const later = deleteRemoved && paths.length > 0 ? ` The next run deletes files that are no longer part of the deployment: ${list(paths)}.` : "";
	if (adopt === "ftp-deploy-action") return notice$1(`The files that FTP-Deploy-Action deployed were adopted.${later} After the first successful deployment, its file ${ftpDeployStateName} is no longer needed and you can delete it.`);
	return later === "" ? void 0 : notice$1(`Files on the server were adopted.${later}`);
}
/** Says why nothing is deleted, where the user may expect deletions. */
function missingDeletions({ noDeletions, kept, doubts }, reading) {
	const paths = [...kept].filter(([, reason]) => reason === noDeletions).map(([path]) => path);
	if (noDeletions === "no-state") return missingRecord(doubts, reading);
	if (noDeletions === "taken-over") return notice$1("The directory was taken over from another deployment, so nothing is deleted in this run. The next run can delete files.");
	if (noDeletions === "uncertain") return warning$1("It isn't known what an interrupted run has changed, so every file is uploaded and nothing is deleted in this run.");
	if (paths.length > 0) return postponedDeletions(noDeletions, paths);
	return noDeletions === "other-selection" ? notice$1(`${otherSelection}, so nothing is deleted in this run.`) : void 0;
}
const otherSelection = "The inputs that select the files (\"files\", \"exclude\", \"base-dir\", \"flatten\") have changed since the last deployment";
/** In an empty directory this is the first deployment, which is nothing special. */
function missingRecord(doubts, { stateProblem: problem }) {
	const existing = [...doubts.values()].filter(({ before }) => typeof before === "number");
	if (existing.length === 0 || problem !== void 0) return void 0;
	return notice$1(`There is no record of an earlier deployment, so every file is uploaded (${existing.length} of them are on the server already) and nothing is deleted in this run.`);
}
/** About files that only the next run deletes, because this run may be a mistake. */
function postponedDeletions(reason, paths) {
	if (reason === "nothing-in-common") return warning$1(`This deployment has no file in common with the last one, so nothing is deleted in this run. If that is a mistake, correct "files" or "remote-dir": the next run can delete the files of the last deployment (${list(paths)}). If it is intended, set "max-deletions: 100%" for one run.`);
	if (reason === "other-selection") return warning$1(`${otherSelection}, so nothing is deleted in this run. The next run with the same inputs can delete files that are no longer part of the deployment: ${list(paths)}. If another workflow deploys these files, give each workflow a "state-file" of its own.`);
}
/** Why single files are kept, where that is worth a warning: the end of a sentence about files that are no longer deployed. */
const keptWarnings = {
	excluded: "still exist locally, so they stay on the server. If they aren't needed there, delete them on the server",
	edited: "were changed on the server since they were uploaded, so they stay there. If they aren't needed, delete them on the server",
	unconfirmed: "stay on the server, because it can't confirm that they are what was uploaded. If they aren't needed, delete them on the server",
	"other-deployment": "stay on the server, because another deployment has its state in their directory or above it"
};
function keptFiles({ kept }) {
	return [...Map.groupBy(kept, ([, reason]) => reason)].flatMap(([reason, files]) => {
		const why = keptWarnings[reason];
		if (why === void 0) return [];
		return [warning$1(`Files that are no longer deployed ${why}: ${list(files.map(([path]) => path))}.`)];
	});
}
/**
* About lines of `never-delete` that miss a file by a typo. That a line matches no file is no reason for a notice: many
* are a precaution, and nothing is deleted that this action hasn't uploaded.
*/
function missedProtection({ deletions, kept }, { knowledge: { records } }, { settings: { neverDelete }, remoteDirectory }) {
	if (deletions.size === 0) return void 0;
	const scope = {
		paths: [...deletions],
		directory: remoteDirectory.replace(/^\//, "")
	};
	const known = [...records.keys(), ...kept.keys()];
	const missed = neverDelete.flatMap((line) => {
		const pattern = new IgnorePatterns([line]);
		const remedy = known.some((path) => pattern.matches(path)) ? void 0 : patternRemedy(line, scope);
		return remedy === void 0 ? [] : [`${sanitize(line)} (${remedy})`];
	});
	if (missed.length === 0) return void 0;
	return warning$1(`Lines of "never-delete" that match nothing, although they may be meant for files that are deleted: ${missed.join(", ")}. They are .gitignore patterns relative to "remote-dir".`);
}
function warning$1(text) {
	return {
		text,
		isWarning: true
	};
}
function notice$1(text) {
	return {
		text,
		isWarning: false
	};
}
const shownPaths = 10;
function list(paths) {
	const shown = paths.slice(0, shownPaths).map((path) => sanitize(path));
	const more = paths.length - shown.length;
	return [...shown, ...more > 0 ? [`and ${more} more`] : []].join(", ");
}
// src/deploy/sync-record.ts
/** Records what an incremental deployment finds, decides and does: for its result, and for the observer of the run. */
var SyncRecord = class {
	#context;
	#deleted = /* @__PURE__ */ new Set();
	#reading;
	#decision;
	#result;
	constructor(context) {
		this.#context = context;
	}
	/** What earlier deployments have left. */
	read(reading) {
		this.#reading = reading;
	}
	/** The decision, before anything is changed. It may be made again if another run changes something. */
	decide(decision, reading) {
		this.#decision = decision;
		this.#compare(decision);
		const { observer, notices, queue } = this.#context.run;
		const uploads = queue.results.filter(({ status }) => status === "pending");
		observer.planReady(countsOf(decision), uploads);
		for (const [path, reason] of decision.kept) observer.fileKept(this.#context.toRemotePath(path), reason);
		for (const { text, isWarning } of syncNotices(decision, reading, this.#context)) notices.once(text, isWarning ? "warning" : "notice");
	}
	/** A file was deleted. */
	delete(path) {
		this.#deleted.add(path);
		this.#context.run.observer.fileDeleted(this.#context.toRemotePath(path));
	}
	finish(result) {
		this.#result = result;
		const { run, toRemotePath } = this.#context;
		for (const path of result.undeleted) run.observer.notice(`The server refused to delete ${sanitize(toRemotePath(path))}.`, "warning");
	}
	/** Whether a state or journal was found in or below a directory, which therefore exists. */
	hasFoundIn(directory) {
		const reading = this.#reading;
		if (reading === void 0) return false;
		return [reading.stateStatus.size, reading.journalFile.status.size].some((size) => typeof size === "number") && relativeTo(directory, this.#context.statePath) !== void 0;
	}
	get outcome() {
		const { statePath, settings, run } = this.#context;
		const reading = this.#reading;
		const decision = this.#decision;
		const isWritten = this.#result?.isChanged === true;
		const isUnverified = run.options.verifyUploads === "none";
		return {
			statePath,
			isFound: reading === void 0 ? void 0 : reading.state !== void 0,
			generation: isWritten ? (reading?.knowledge.generation ?? 0) + 1 : reading?.state?.generation ?? 0,
			isWritten,
			isChanged: this.#result?.isChanged ?? (decision?.hasWork === true && decision.limitError === void 0 && !settings.isDryRun),
			noDeletions: decision?.noDeletions,
			unverified: isUnverified ? decision?.unchanged.size ?? 0 : 0,
			counts: decision && countsOf(decision),
			otherFiles: decision === void 0 || reading === void 0 ? [] : this.#others(decision, reading)
		};
	}
	#compare(decision) {
		const { run, hashes, remoteDirectory } = this.#context;
		const { verifyUploads } = run.options;
		run.queue.compare((file) => {
			const path = relativeTo(remoteDirectory, file.remotePath) ?? file.remotePath;
			const pending = pendingResult(file);
			if (decision.unchanged.has(path)) {
				run.collisions.recordArrival(file.remotePath);
				const sha256 = hashes.of(file.remotePath) ?? "";
				return {
					...pending,
					status: "unchanged",
					sha256,
					verified: verifyUploads
				};
			}
			const reason = decision.uploads.get(path);
			return reason === void 0 ? pending : {
				...pending,
				reason
			};
		});
	}
	#others(decision, reading) {
		const { toRemotePath } = this.#context;
		const files = [];
		const describe = (path) => ({
			remotePath: toRemotePath(path),
			sizeBytes: reading.knowledge.records.get(path)?.sizeBytes ?? void 0
		});
		for (const path of decision.deletions) files.push(this.#deleted.has(path) ? {
			...describe(path),
			status: "deleted",
			reason: "removed"
		} : {
			...describe(path),
			status: "kept",
			reason: "to-be-deleted"
		});
		for (const [path, reason] of decision.kept) files.push({
			...describe(path),
			status: "kept",
			reason
		});
		return files.sort((a, b) => a.remotePath < b.remotePath ? -1 : 1);
	}
};
function countsOf({ uploads, deletions, unchanged, kept }) {
	const added = [...uploads.values()].filter((reason) => reason === "new").length;
	return {
		new: added,
		changed: uploads.size - added,
		deleted: deletions.size,
		unchanged: unchanged.size,
		kept: kept.size
	};
}
// src/deploy/upload-each.ts
/** Uploads the files of the queue, and publishes each after its verification. */
async function uploadEach(connections) {
	await connections.upload(uploadInTurn);
}
/**
* Uploads files one by one, as long as there are any.
*
* Once a rename has shown that the server replaces files in one step, the rename of each file is pipelined with the
* upload of the next one.
*/
async function uploadInTurn(worker) {
	const { failures } = worker.run;
	let unpublished;
	while (worker.canContinue) {
		if (unpublished !== void 0 && !mayFollow(worker)) {
			await worker.publish(unpublished);
			unpublished = void 0;
			continue;
		}
		const job = await worker.next();
		if (job === void 0) break;
		const conflict = job.isUploaded ? void 0 : await worker.checkName(job);
		if (conflict !== void 0) {
			worker.fail(job, conflict);
			continue;
		}
		const error = job.isUploaded ? void 0 : await worker.upload(job, unpublished);
		if (unpublished !== void 0) await worker.publish(unpublished);
		unpublished = void 0;
		if (error !== void 0) worker.fail(job, error);
		else if (!job.isInPlace && !failures.shouldContinue) return;
		else if (worker.nextFile !== void 0 && worker.pipeliningClient !== void 0) unpublished = job;
		else await worker.publish(job);
	}
	if (unpublished !== void 0) await worker.publish(unpublished);
}
/** Whether the next file may be uploaded before the last one is published. */
function mayFollow({ run, nextFile }) {
	return nextFile !== void 0 && !run.collisions.isAmbiguous(nextFile.remotePath);
}
// src/deploy/upload-guard.ts
/** Longest time from the announcement of staged renames until they are announced again, in milliseconds. */
const announcedForMs = 5e4;
/** Makes sure that nothing is changed before the run has announced it, or after another run has taken over. */
var UploadGuard = class {
	#hooks;
	#options;
	/** The staged files that are not at their final paths yet. */
	#staged = /* @__PURE__ */ new Set();
	#announcedOn;
	#announcedAt = 0;
	#failure;
	#lastCall = Promise.resolve();
	constructor(hooks, options) {
		this.#hooks = hooks;
		this.#options = options;
	}
	/** Why nothing may be changed anymore. */
	get failure() {
		return this.#failure;
	}
	/** @throws What ends the run. */
	async beforeUpload(remotePath, connection) {
		await this.#call(connection, () => this.#hooks.beforeUpload(remotePath));
	}
	/**
	* Announces the renames of all staged files.
	*
	* @throws What ends the run.
	*/
	async beforeStagedRenames(remotePaths) {
		for (const path of remotePaths) this.#staged.add(path);
		await this.#announceStaged();
	}
	/**
	* Called before each rename. Staged ones were announced together, but not over another connection, or long ago.
	*
	* @throws What ends the run.
	*/
	async beforeRename(remotePath, connection) {
		if (this.#failure !== void 0) throw this.#failure;
		if (!this.#options.isStaged) await this.#call(connection, () => this.#hooks.beforeRenames([remotePath]));
		else if (!this.#isAnnounced) await this.#announceStaged();
	}
	arrived(file) {
		this.#staged.delete(file.remotePath);
		this.#hooks.arrived(file);
	}
	get #isAnnounced() {
		return performance.now() - this.#announcedAt < announcedForMs && this.#announcedOn === this.#options.first.connection.number;
	}
	async #announceStaged() {
		const { first } = this.#options;
		await this.#call(first, () => this.#hooks.beforeRenames([...this.#staged]));
		this.#announcedOn = first.connection.number;
		this.#announcedAt = performance.now();
	}
	/** Calls a hook over a connection. The hooks of several connections wait for each other. */
	async #call(connection, hook) {
		const call = this.#lastCall.then(() => this.#callNow(connection, hook));
		this.#lastCall = call.catch(() => void 0);
		await call;
	}
	async #callNow(connection, hook) {
		if (this.#failure !== void 0) throw this.#failure;
		const { use, first } = this.#options;
		use(connection);
		try {
			await hook();
		} catch (error) {
			if (!connection.isLost) this.#failure = error;
			throw error;
		} finally {
			use(first);
		}
	}
};
// src/deploy/upload-staged.ts
/** About as many renames as fit in one write if the names are short. */
const maxPipelinedRenames = 64;
/**
* Uploads all files under temporary names, then renames all of them. The first failure ends it.
*
* Once a rename has shown that the server replaces files in one step, the others are pipelined, many in one write, so
* that visitors see a mixture of old and new files for as short a time as possible.
*/
async function uploadStaged(connections) {
	const staged = [];
	await connections.upload((worker) => stageInTurn(worker, staged));
	const worker = connections.first;
	if (!worker.canContinue) return;
	worker.run.observer.phase("publish");
	staged.sort((a, b) => a.index - b.index);
	const obstacle = await worker.announceRenames(staged);
	if (obstacle !== void 0) {
		worker.run.failures.recordFailure(obstacle);
		return;
	}
	for (const group of publishOrder(staged, ({ remotePath }) => remotePath)) await publishGroup(worker, group);
}
/** Uploads files one by one, as long as there are any, and adds them to those that are staged. */
async function stageInTurn(worker, staged) {
	const { queue, observer, collisions } = worker.run;
	while (worker.canContinue) {
		const job = await worker.next();
		if (job === void 0) return;
		const error = await worker.checkName(job) ?? await worker.upload(job);
		if (error === void 0) {
			collisions.recordArrival(job.remotePath, job.uploadPath);
			staged.push(job);
			queue.release(job);
			observer.fileStaged(job.result, job.index);
		} else worker.fail(job, error);
	}
}
/**
* The order in which staged files are renamed: as planned, but `index.html` files last, after all others are in place, so
* that an entry page never refers to files that don't exist yet.
*/
function publishOrder(items, remotePathOf) {
	const isIndex = (item) => isEntryPage(remotePathOf(item));
	return [items.filter((item) => !isIndex(item)), items.filter(isIndex)];
}
async function publishGroup(worker, jobs) {
	for (const [index, job] of jobs.entries()) {
		if (!worker.canContinue) {
			await worker.settle(job);
			continue;
		}
		const conflict = await worker.checkName(job);
		if (conflict !== void 0) {
			worker.fail(job, conflict);
			continue;
		}
		if (!job.isRenameInFlight) await worker.pipelineRenames(jobs.slice(index, index + maxPipelinedRenames));
		await worker.publish(job);
	}
}
// src/deploy/sync-uploads.ts
/** Uploads the files that have changed, with the worker of the run. */
var SyncUploads = class {
	#context;
	#createdDirectories = 0;
	constructor(context) {
		this.#context = context;
	}
	get isStaged() {
		return this.#context.connections.first.run.options.publish === "staged";
	}
	temporaryPaths(paths) {
		const { connections, toRemotePath, plan, journal } = this.#context;
		const { options, queue, names } = connections.first.run;
		if (options.publish === "direct") return [];
		const all = names.formsWith(journal);
		return paths.flatMap((path) => {
			const remotePath = toRemotePath(path);
			const index = queue.indexOf(remotePath);
			return index === void 0 ? [] : all.flatMap((isHidden) => names.of(remotePath, {
				index,
				isHidden
			}));
		}).map((path) => relativeTo(plan.remoteDirectory, path) ?? path);
	}
	growingPath(path) {
		const { connections, toRemotePath, plan } = this.#context;
		const { options, queue, names } = connections.first.run;
		const remotePath = toRemotePath(path);
		const index = queue.indexOf(remotePath);
		if (options.publish === "direct" || index === void 0) return path;
		const [temporary] = names.of(remotePath, {
			index,
			isHidden: names.areHidden
		});
		return relativeTo(plan.remoteDirectory, temporary) ?? path;
	}
	async createDirectories(remotePaths) {
		const { connections, plan, exists } = this.#context;
		const { remoteDirectory } = plan;
		const missing = remotePaths.filter((path) => !exists(path));
		if (missing.length === 0) return;
		const isBelow = (path) => relativeTo(remoteDirectory, path) !== void 0;
		const below = missing.filter(isBelow);
		const others = missing.filter((path) => !isBelow(path));
		await connections.first.attempt("directories", async (client) => {
			for (const directory of others) {
				const outer = {
					remoteDirectory: directory,
					directories: []
				};
				this.#createdDirectories += (await createDirectories(client, outer)).created;
			}
			this.#createdDirectories += await client.createDirectories(below);
		});
	}
	async upload(paths, hooks) {
		const { connections, toRemotePath, journal, plan } = this.#context;
		const { first } = connections;
		const { run } = first;
		const { observer, options } = run;
		const created = this.#createdDirectories;
		observer.phase("directories");
		observer.directoriesReady({
			created,
			existing: Math.max(plan.directories.length - created, 0)
		});
		observer.phase("upload");
		run.queue.choose(paths.map(toRemotePath));
		run.names.recordExisting(journal);
		const { isStaged } = this;
		const use = (other) => {
			this.#context.useConnection(other.connection);
			run.maintenance?.use(other);
		};
		const guard = new UploadGuard(this.#guardHooks(hooks), {
			first,
			isStaged,
			use
		});
		run.guard = guard;
		try {
			await (isStaged ? uploadStaged(connections) : uploadEach(connections));
		} catch (error) {
			return error;
		}
		if (options.signal.aborted) return options.signal.reason;
		return guard.failure ?? run.failures.firstError;
	}
	#guardHooks(hooks) {
		const { maintenance, options } = this.#context.connections.first.run;
		const { remoteDirectory } = this.#context.plan;
		const relative = (path) => relativeTo(remoteDirectory, path) ?? path;
		return {
			beforeUpload: async (path) => {
				await hooks.beforeUpload(relative(path));
				if (options.publish === "direct") await maintenance?.begin();
			},
			beforeRenames: async (paths) => {
				await hooks.beforeRenames(paths.map(relative));
				await maintenance?.begin();
			},
			arrived: ({ remotePath, sizeBytes, sha256 }) => {
				hooks.arrived(relative(remotePath), {
					sizeBytes,
					sha256
				});
			}
		};
	}
};
// src/deploy/sync-deployment.ts
/** Deploys what has changed since the last deployment, and records what it did. */
var SyncDeployment = class {
	#context;
	#paths;
	#hashes;
	#planned;
	#record;
	#versions;
	/** Whether what is sent only shows the next run how far this one got. */
	#isStopping = false;
	constructor(context) {
		this.#context = context;
		const { plan, settings, run } = context;
		const state = statePathOf(plan.remoteDirectory, settings.stateFile);
		this.#paths = statePaths(state);
		this.#hashes = new LocalHashes(plan.uploads, run.options.signal);
		this.#planned = new Map(plan.uploads.map((file) => [file.remotePath, file]));
		this.#record = new SyncRecord({
			run,
			settings,
			statePath: state,
			hashes: this.#hashes,
			toRemotePath: this.#toRemotePath,
			remoteDirectory: plan.remoteDirectory
		});
	}
	/** What was found and done so far. */
	get outcome() {
		return this.#record.outcome;
	}
	/**
	* Checks the plan and begins to hash the local files, while the run connects.
	*
	* @throws {@link PlanError} when a file would have the name of the state; {@link StateError} when there are too many files
	*   for one.
	*/
	start() {
		const { run } = this.#context;
		const reserved = foldPath(this.#paths.state);
		const problems = [...this.#planned.values()].flatMap(({ localPath, remotePath }) => {
			const folded = foldPath(remotePath);
			if (!(folded === reserved || folded.startsWith(`${reserved}.`)) && this.#relative(remotePath) !== void 0) return [];
			return [`${sanitize(localPath)} can't be uploaded: its remote path ${sanitize(remotePath)} is reserved for the state of sync.`];
		});
		if (problems.length > 0) throw new PlanError(problems);
		assertStateFits(this.#planned, []);
		run.hashes = this.#hashes;
		this.#versions = this.#findVersions();
		this.#versions.catch(() => void 0);
	}
	/**
	* Compares, uploads and deletes, over the open connection.
	*
	* @throws What `synchronize` throws.
	*/
	async deploy() {
		const { run } = this.#context;
		run.observer.phase("compare");
		const result = await synchronize(this.#job());
		this.#record.finish(result);
	}
	#job() {
		const { settings, connections, plan } = this.#context;
		const files = new ClientFiles(connections.first.connection, this.#clientOptions());
		const toRemotePath = this.#toRemotePath;
		return {
			options: this.#options(),
			remote: settings.isDryRun ? new ReadOnlyFiles(files) : files,
			uploads: new SyncUploads({
				connections,
				toRemotePath,
				plan,
				useConnection: (connection) => {
					files.use(connection);
				},
				exists: (directory) => this.#record.hasFoundIn(directory),
				journal: this.#paths.journal
			}),
			local: {
				versions: () => this.#versions ??= this.#findVersions(),
				exists: (file) => isFile(node_path__WEBPACK_IMPORTED_MODULE_9__.join(plan.baseDirectory, ...file.split("/")))
			},
			clock: this.#clock,
			observer: {
				read: (reading) => {
					this.#record.read(reading);
				},
				decided: (decision, reading) => {
					this.#record.decide(decision, reading);
				},
				deleted: (file) => {
					this.#record.delete(file);
				},
				waiting: (other) => {
					this.#context.run.observer.waiting(other);
				},
				stopping: () => {
					this.#isStopping = true;
				}
			},
			maintenance: this.#context.run.maintenance,
			randomText
		};
	}
	get #clock() {
		const { clock, signal } = this.#context.run.options;
		return clock ?? runClock(signal);
	}
	#options() {
		const { settings, run, plan } = this.#context;
		const { remoteDirectory } = plan;
		const { state } = this.#paths;
		const neverDelete = new IgnorePatterns(settings.neverDelete);
		return {
			paths: this.#paths,
			run: (0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.randomBytes)(6).toString("hex"),
			job: settings.job,
			repository: settings.repository,
			toRemotePath: this.#toRemotePath,
			takesOver: settings.mode === "all",
			uploadsAll: settings.mode === "all",
			verifyUploads: run.options.verifyUploads,
			deleteRemoved: settings.deleteRemoved,
			maxDeletions: settings.maxDeletions,
			isProtected: (file) => neverDelete.matches(file),
			selection: settings.selection,
			stateName: state.slice(state.lastIndexOf("/") + 1),
			adopt: settings.adopt,
			remoteDirectory,
			comparesDirectory: this.#relative(state) === void 0,
			stateDirectory: directoryOf$2(state),
			isDryRun: settings.isDryRun,
			reserved: plan.maintenancePage && this.#relative(plan.maintenancePage.remotePath)
		};
	}
	#clientOptions() {
		const { run, cancellation } = this.#context;
		const { retry, signal } = run.options;
		const isStopping = () => this.#isStopping;
		return {
			retry,
			onRetry: run.recordRetry,
			optional: run.optional,
			/** After a cancellation, there is a little time to show the next run which files are doubtful. */
			get signal() {
				return isStopping() && signal.aborted ? cancellation.cleanUpSignal : signal;
			},
			hashOf: async (remotePath, checksumHash) => {
				const file = this.#planned.get(remotePath);
				if (file === void 0) return "";
				return (await hashFile(file, { checksumHash })).checksum;
			}
		};
	}
	async #findVersions() {
		const hashes = await this.#hashes.all();
		return new Map([...this.#planned.values()].map(({ remotePath, sizeBytes }) => [this.#relative(remotePath) ?? remotePath, {
			sizeBytes,
			sha256: hashes.get(remotePath) ?? ""
		}]));
	}
	#toRemotePath = (file) => {
		const { remoteDirectory } = this.#context.plan;
		return file === "" ? remoteDirectory : joinRemotePath(remoteDirectory, file);
	};
	#relative(remotePath) {
		return relativeTo(this.#context.plan.remoteDirectory, remotePath);
	}
};
/** Whether there is a local file with this path; links count. */
function isFile(localPath) {
	try {
		return (0,node_fs__WEBPACK_IMPORTED_MODULE_7__.statSync)(localPath, { throwIfNoEntry: false })?.isFile() === true;
	} catch {
		return false;
	}
}
// src/deploy/connection.ts
/**
* A connection to the server: opens a control connection and logs in, and does so again once that one is lost or out of
* sync. It has at most one control connection at a time.
*/
var Connection = class {
	#target;
	#options;
	#earlier = {
		total: 0,
		resumed: 0
	};
	/** The client that is logged in, unless it was given up. */
	#client;
	/** The client opened last, logged in or not. */
	#last;
	#connectError;
	/** Whether the server has ever sent a valid certificate or a greeting. */
	#hasAnswered = false;
	#hasLoggedIn = false;
	#alternativePort;
	#controlConnections = 0;
	#number = 0;
	constructor(target, options) {
		this.#target = target;
		this.#options = options;
	}
	/**
	* Whether connecting has failed permanently: a rejected login, an untrusted certificate, or no retries left. Or the
	* control connection was lost and isn't replaced, or {@link giveUp} was called.
	*/
	get hasGivenUp() {
		return this.#reasonToGiveUp !== void 0;
	}
	get #reasonToGiveUp() {
		const { reconnects = true } = this.#options;
		return this.#connectError ?? (reconnects ? void 0 : this.#client?.failure);
	}
	get hasLoggedIn() {
		return this.#hasLoggedIn;
	}
	/**
	* Whether the control connection broke while commands were pipelined, which may be the cause. The next one doesn't
	* pipeline, so this attempt shouldn't count.
	*/
	get brokeWhilePipelining() {
		const { optional } = this.#options;
		return optional.isUsable("pipelining") && this.#last?.brokeWhilePipelining === true;
	}
	/** Opens no other control connection, and does no more work than what was begun. */
	giveUp(reason) {
		this.#connectError ??= reason;
	}
	/** The number of the control connection that was opened last. */
	get number() {
		return this.#number;
	}
	/** Whether the server closed the control connection between two uploads, as some do after each transfer. */
	get closedAfterUpload() {
		return this.#last?.closedAfterUpload === true;
	}
	/** The client that is logged in and whose control connection is usable. */
	get client() {
		return this.#client?.failure === void 0 ? this.#client : void 0;
	}
	/**
	* Returns the usable client, or opens a new one.
	*
	* @throws What opening and logging in throw: a rejected login and an untrusted certificate at once, transient errors
	*   once all retries are used up. {@link isTransientAtConnect} decides.
	*/
	async connect(signal) {
		if (this.client !== void 0) return this.client;
		const error = this.#reasonToGiveUp;
		if (error !== void 0) throw error;
		this.#detach();
		const { reconnects = true } = this.#options;
		const started = performance.now();
		const options = {
			subject: "connection",
			policy: this.#options.retry,
			isTransient: (error, delayMs) => this.#hasTimeFor(performance.now() - started + delayMs, error) && isTransientAtConnect(error, {
				hasAnswered: this.#hasAnswered,
				hasLoggedIn: this.#hasLoggedIn
			}),
			isFree: () => reconnects && this.brokeWhilePipelining,
			onRetry: this.#options.onRetry,
			signal
		};
		try {
			return await withRetries(options, () => this.#open(signal));
		} catch (error) {
			if (!signal.aborted) this.#connectError = error;
			throw error;
		}
	}
	/** Aborts a running transfer, so that the control connection is free again. */
	abortTransfer(reason) {
		this.#last?.abortTransfer(reason);
	}
	/** Closes the control connection at once; pending operations fail with `reason`. */
	destroy(reason) {
		this.#last?.destroy(reason);
	}
	/** Ends the session with QUIT, if there is one. Waits at most `waitMs` milliseconds for the reply. */
	async quit(waitMs) {
		await this.client?.quit(waitMs);
		this.#detach();
	}
	/** What is known about all control connections so far. */
	get info() {
		const { endpoint, mode } = this.#target;
		const { tls, greeting, loginDirectory } = this.#last ?? {};
		return {
			endpoint,
			mode,
			controlConnections: this.#controlConnections,
			dataConnections: this.#dataConnections(),
			...tls === void 0 ? {} : { tls },
			...greeting === void 0 ? {} : { greeting },
			...loginDirectory === void 0 ? {} : { loginDirectory },
			...this.#alternativePort === void 0 ? {} : { alternativePort: this.#alternativePort }
		};
	}
	#hasTimeFor(milliseconds, error) {
		return this.#hasAnswered || error instanceof ReplyError || milliseconds < this.#target.timeoutMs;
	}
	async #open(signal) {
		const { username, password } = this.#target;
		const { observer, optional } = this.#options;
		if (this.brokeWhilePipelining) optional.drop("pipelining", "the connection broke while several commands were in flight");
		const number = this.#options.nextNumber();
		this.#number = number;
		const client = await FtpsClient.open({
			...this.#target,
			secrets: [password],
			optional,
			signal,
			onDialogue: (line) => {
				observer.dialogue(number, line);
			},
			onOpening: (stage) => {
				this.#recordStage(stage);
			}
		}).catch(async (error) => {
			await this.#probeAlternativePort(error, signal);
			throw error;
		});
		this.#controlConnections += 1;
		this.#last = client;
		try {
			observer.connected(number, {
				tls: client.tls,
				greeting: client.greeting
			});
			await client.login(username, password);
		} catch (error) {
			await client.quit();
			throw error;
		}
		this.#client = client;
		this.#hasLoggedIn = true;
		observer.loggedIn(number);
		return client;
	}
	#recordStage(stage) {
		if (stage.stage === "trusted" || stage.stage === "greeted") this.#hasAnswered = true;
		this.#target.onOpening?.(stage);
	}
	async #probeAlternativePort(error, signal) {
		const { endpoint, password, alternativePort: port } = this.#target;
		if (port === void 0 || this.#hasAnswered || this.#alternativePort !== void 0) return;
		if (signal.aborted || !isWithoutAnswer(error)) return;
		this.#alternativePort = await probePort({
			...endpoint,
			port
		}, {
			secrets: [password],
			signal
		});
		this.#options.observer.portProbed(this.#alternativePort);
	}
	#detach() {
		if (this.#client === void 0) return;
		const { total, resumed } = this.#client.dataConnections;
		this.#earlier.total += total;
		this.#earlier.resumed += resumed;
		this.#client = void 0;
	}
	#dataConnections() {
		const { total, resumed } = this.#client?.dataConnections ?? {
			total: 0,
			resumed: 0
		};
		return {
			total: this.#earlier.total + total,
			resumed: this.#earlier.resumed + resumed
		};
	}
};
// src/deploy/guarded-connection.ts
/** A connection of a run: does work with retries, as long as the run continues and its guard allows it. */
var GuardedConnection = class {
	run;
	connection;
	taker;
	/** Aborted when an additional connection is no longer needed. */
	#end;
	/** @param end - For an additional connection: aborted when it is no longer needed. */
	constructor(run, connection, end) {
		this.run = run;
		this.connection = connection;
		this.taker = end === void 0 ? "first" : "additional";
		this.#end = end;
	}
	/** Whether there may be more work: the run continues, and this connection hasn't given up. */
	get canContinue() {
		return this.run.shouldContinue && !this.connection.hasGivenUp && this.#end?.aborted !== true;
	}
	/** Whether an additional connection was lost. The first one does the rest. */
	get isLost() {
		return this.taker === "additional" && this.connection.hasGivenUp;
	}
	/** Whether the run must stop, whatever else an error means. */
	mustStop(error) {
		return this.run.options.signal.aborted || error === this.run.guard?.failure;
	}
	/**
	* Runs `work` over the connection.
	*
	* @throws The error of the last attempt.
	*/
	async attempt(subject, work, { check, isPossible } = {}) {
		await withRetries(this.#retryOptions(subject, isPossible), async () => {
			await work(await this.#client(check));
		});
	}
	/** The connected client, once the run may change something over its connection. */
	async #client(check) {
		const { guard, options } = this.run;
		for (;;) {
			const client = await this.connection.connect(options.signal);
			if (guard === void 0 || check === void 0) return client;
			const { number } = this.connection;
			await check(guard);
			if (this.connection.client === client && this.connection.number === number) return client;
		}
	}
	#retryOptions(subject, isPossible = () => true) {
		const { options, optional } = this.run;
		const { retry, signal } = options;
		const { connection } = this;
		return {
			subject,
			policy: retry,
			isTransient: (error) => !connection.hasGivenUp && error !== this.run.guard?.failure && isPossible() && (isTransient(error) || optional.explains(error)),
			isFree: (error) => connection.brokeWhilePipelining || connection.closedAfterUpload || optional.explains(error),
			onRetry: this.run.recordRetry,
			signal
		};
	}
};
// src/deploy/upload-worker.ts
/** Uploads and publishes files over one connection, and reports the result of each. */
var UploadWorker = class extends GuardedConnection {
	#canReplaceByRename = false;
	#hasUploaded = false;
	/** Whether this connection has uploaded a file. */
	get hasUploaded() {
		return this.#hasUploaded;
	}
	/** The file that {@link next} would take, if there is one now. */
	get nextFile() {
		return this.run.queue.peek(this.taker);
	}
	/** Takes the next file. Waits if others have to arrive first; undefined if there won't be one. */
	async next() {
		const { queue } = this.run;
		for (;;) {
			const job = queue.next(this.taker);
			if (job !== void 0 || !await queue.waitForNext(this.taker) || !this.canContinue) return job;
		}
	}
	/** The connected client, if it may pipeline renames: the last one replaced the old file in one step. */
	get pipeliningClient() {
		if (!this.#canReplaceByRename || !this.canContinue) return void 0;
		const { client } = this.connection;
		return client?.pipeliningMode === "off" ? void 0 : client;
	}
	/**
	* Announces the renames of staged files, if necessary.
	*
	* @returns Why nothing may be renamed.
	*/
	async announceRenames(jobs) {
		try {
			await this.run.guard?.beforeStagedRenames(jobs.map(({ remotePath }) => remotePath));
			return;
		} catch (error) {
			return error;
		}
	}
	/**
	* Uploads a file to its final or temporary path.
	*
	* @param unpublished - An earlier file whose rename may be pipelined with this upload.
	* @returns The error of the last attempt.
	*/
	async upload(job, unpublished) {
		const { queue } = this.run;
		using _timer = job.startTimer();
		try {
			const check = async (guard) => {
				await guard.beforeUpload(job.remotePath, this);
				if (unpublished !== void 0) await guard.beforeRename(unpublished.remotePath, this);
			};
			const work = async (client) => {
				const rename = unpublished?.pipelineRename(client);
				const isFollowed = this.taker === "first" && this.run.guard !== void 0;
				const hints = {
					rename,
					moreUploads: this.nextFile !== void 0 || isFollowed
				};
				const uploaded = await this.#untilReleased({
					client,
					job
				}, () => this.#uploadOnce(job, client, hints));
				if (uploaded !== void 0) job.finishUpload(uploaded);
				else await this.#verifyAgain(job);
			};
			await this.attempt({ remotePath: job.remotePath }, work, { check });
		} catch (thrown) {
			const error = thrown;
			if (error instanceof VerificationError) this.run.recordAccepted(job.remotePath);
			if (this.mustStop(error) || this.isLost || !job.finishUnverified(error)) return await this.#explain(job, error);
			const isUnfinished = queue.remaining > 0 || job.needsRename;
			if (this.connection.hasGivenUp && isUnfinished) this.run.failures.recordFailure(error);
		}
		this.run.recordAccepted(job.remotePath);
		this.#hasUploaded = true;
	}
	/** Behind a maintenance file, a file that is in use gets some time. */
	async #untilReleased({ client, job }, work) {
		for (;;) try {
			return await work();
		} catch (error) {
			const { maintenance } = this.run;
			if (await maintenance?.awaitRelease(client, job.remotePath, error) !== true) throw error;
		}
	}
	/** One attempt, with a second temporary name if the server may have rejected the first one for its dot. */
	async #uploadOnce(job, client, hints) {
		const upload = job.beginUpload();
		try {
			return await upload.attempt(client, hints);
		} catch (error) {
			const visible = job.retryWithVisibleName(error);
			if (visible === void 0) throw error;
			const uploaded = await visible.attempt(client, {
				...hints,
				rename: void 0
			});
			this.run.notices.once("The server rejects names that start with a dot, so temporary names start with \"up-\".");
			return uploaded;
		}
	}
	/** Verifies a confirmed file on a new connection. Losing the old one wasn't a failed attempt. */
	async #verifyAgain(job) {
		const { signal } = this.run.options;
		const client = await this.connection.connect(signal);
		try {
			await job.verifyAgain(client);
		} catch (error) {
			if (!(client.failure !== void 0 && !signal.aborted) || !job.finishUnverified(error)) throw error;
		}
	}
	/** Finds out whether a rejected file has the name of a directory. Returns the best error. */
	async #explain(job, error) {
		const { client } = this.connection;
		if (client === void 0 || !rejectsUpload(error) || job.needsRename) return error;
		try {
			return await kindOf(client, job.remotePath) === "directory" ? directoryConflict(error) : error;
		} catch {
			return error;
		}
	}
	async #mayRename(job) {
		try {
			await this.run.guard?.beforeRename(job.remotePath, this);
			return true;
		} catch {
			return false;
		}
	}
	/** Sends the renames of several uploaded files in one write; {@link publish} evaluates the replies. */
	async pipelineRenames(jobs) {
		const [first] = jobs;
		if (first === void 0 || !await this.#mayRename(first)) return;
		const client = this.pipeliningClient;
		if (client === void 0) return;
		const renames = jobs.filter((job) => !this.run.collisions.isAmbiguous(job.remotePath)).map((job) => job.pipelineRename(client));
		client.files.sendRenames(renames.filter((rename) => rename !== void 0));
	}
	/**
	* Checks whether the server takes the name of a file for that of another one, which it then mustn't replace.
	*
	* @returns Why the file can't be stored under its name, or why that is unknown.
	*/
	async checkName(job) {
		const { collisions } = this.run;
		if (job.isInPlace || !collisions.mayCollide(job.remotePath)) return void 0;
		try {
			await this.attempt({ remotePath: job.remotePath }, async (client) => {
				await collisions.check(client, job.remotePath);
			});
			return;
		} catch (error) {
			return error;
		}
	}
	/** Renames an uploaded file to its final path, unless it is there already, and reports its end. */
	async publish(job) {
		await job.awaitPipelinedRename();
		const error = job.isInPlace ? void 0 : await this.#rename(job);
		if (error === void 0) {
			this.#canReplaceByRename = job.replacedInOneStep;
			this.#succeed(job);
		} else this.fail(job, error);
	}
	/** Renames a file, and uploads it again if it got lost. Returns the error of the last attempt. */
	async #rename(job) {
		const attempts = this.run.options.retry.retries + 1;
		for (let attempt = 1;;) {
			const error = await this.#attemptRename(job);
			if (error === void 0) return void 0;
			if (job.isLost && attempt < attempts) {
				const { remotePath } = job;
				const retry = {
					subject: { remotePath },
					error,
					attempt,
					attempts
				};
				this.run.recordRetry({
					...retry,
					delayMs: 0,
					isFree: false
				});
				attempt += 1;
				const failure = await this.upload(job);
				if (failure !== void 0) return failure;
			} else if (!job.acceptRefusal(error)) return error;
		}
	}
	async #attemptRename(job) {
		using _timer = job.startTimer();
		const subject = { remotePath: job.remotePath };
		const check = (guard) => guard.beforeRename(job.remotePath, this);
		const work = (client) => this.#untilReleased({
			client,
			job
		}, () => job.publish(client));
		try {
			await this.attempt(subject, work, {
				check,
				isPossible: () => !job.isLost
			});
			return;
		} catch (error) {
			return error;
		}
	}
	/** Reports the end of a file whose rename was in flight when the run stopped. */
	async settle(job) {
		const error = await job.awaitPipelinedRename();
		if (job.isInPlace) this.#succeed(job);
		else if (error !== void 0) this.fail(job, error);
	}
	/**
	* Reports that a file failed. A file that was never attempted remains pending. An additional connection leaves a file to
	* the first one if that may succeed, and ends.
	*/
	fail(job, error) {
		if (this.taker === "additional" && mayPassElsewhere(error)) this.connection.giveUp(error);
		if (this.isLost && this.run.shouldContinue) {
			this.run.queue.giveBack(job);
			return;
		}
		job.fail(error);
		this.run.failures.recordFailure(error);
		if (job.result.status === "pending") this.run.queue.release(job);
		else this.#complete(job);
	}
	#succeed(job) {
		job.succeed();
		this.run.collisions.recordArrival(job.remotePath);
		this.run.failures.recordSuccess();
		if (job.needsRename) this.run.recordRename();
		this.#complete(job);
	}
	#complete(job) {
		this.run.queue.complete(job);
		const { result } = job;
		if (result.status === "uploaded") this.run.guard?.arrived(result);
		this.run.observer.fileDone(result, job.index);
	}
};
/** Whether an error isn't a permanent refusal, so that another connection may succeed. */
function mayPassElsewhere(error) {
	const cause = error instanceof PublishError ? error.cause : error;
	return cause instanceof Error && isTransient(cause);
}
// src/deploy/upload-connections.ts
/** An additional connection is opened when at least this number of files is waiting for it. */
const filesWorthConnection = 8;
/** The connections of a run. The first one does everything; the others only upload, and only as long as it does. */
var UploadConnections = class {
	first;
	#run;
	#target;
	#additional = [];
	#used = 1;
	#refusal;
	constructor(run, target) {
		const { options, observer, nextConnection: nextNumber, optional } = run;
		const { retry } = options;
		const onRetry = (failed) => {
			run.recordRetry(failed);
			if (isBusy(failed.error)) this.#makeRoom(failed.error);
		};
		this.#run = run;
		this.#target = target;
		const first = new Connection(target, {
			retry,
			onRetry,
			observer,
			nextNumber,
			optional
		});
		this.first = new UploadWorker(run, first);
	}
	/** All connections, in the order in which they were opened. */
	*[Symbol.iterator]() {
		yield this.first.connection;
		yield* this.#additional;
	}
	/** How many connections there were, and why not more. */
	get usage() {
		const { connections: wanted } = this.#run.options;
		const refusal = this.#refusal;
		return {
			wanted,
			used: this.#used,
			...refusal === void 0 ? {} : { refusal }
		};
	}
	/** What is known about all connections. */
	get info() {
		const all = [...this].map(({ info }) => info);
		const sum = (count) => all.reduce((total, info) => total + count(info), 0);
		return {
			...this.first.connection.info,
			controlConnections: sum(({ controlConnections }) => controlConnections),
			dataConnections: {
				total: sum(({ dataConnections }) => dataConnections.total),
				resumed: sum(({ dataConnections }) => dataConnections.resumed)
			}
		};
	}
	/**
	* Does work over the first connection and, as long as there are files for them, over additional ones.
	*
	* @param work - Takes files from the queue of the run until there are none.
	*/
	async upload(work) {
		const { queue, collisions, options } = this.#run;
		if (options.connections > 1 && queue.remaining > filesWorthConnection) queue.spread({
			isAmbiguous: (remotePath) => collisions.isAmbiguous(remotePath),
			isStaged: options.publish === "staged"
		});
		using ending = new Ending(options.signal);
		const additional = this.#uploadMore(work, ending.signal);
		try {
			await work(this.first);
		} finally {
			ending.end();
			queue.wakeAll();
			await additional;
		}
	}
	/** Opens additional connections one after the other, and works over all of them at the same time. */
	async #uploadMore(work, signal) {
		const { options, queue } = this.#run;
		const running = [];
		while (running.length + 1 < options.connections && queue.remaining >= filesWorthConnection) {
			const worker = await this.#open(signal);
			if (worker === void 0) break;
			this.#used += 1;
			running.push(this.#workOver(worker, work, signal));
		}
		await Promise.all(running);
	}
	async #workOver(worker, work, signal) {
		const { queue } = this.#run;
		try {
			await work(worker);
		} catch (error) {
			this.#run.failures.recordFailure(error);
			throw error;
		} finally {
			queue.wakeAll();
		}
		const { connection, hasUploaded } = worker;
		const isLost = connection.hasGivenUp;
		await connection.quit();
		if (!isLost || !hasUploaded || queue.remaining < filesWorthConnection) return;
		const replacement = await this.#open(signal);
		if (replacement !== void 0) await this.#workOver(replacement, work, signal);
	}
	/** Ends an additional connection after its file, so that the server has room for the first one again. */
	#makeRoom(reason) {
		const open = this.#additional.filter(({ client }) => client !== void 0);
		const last = open.at(-1);
		if (last === void 0 || open.some(({ hasGivenUp }) => hasGivenUp)) return;
		this.#refusal ??= reason;
		last.giveUp(reason);
		this.#run.queue.wakeAll();
		this.#run.observer.notice(`An additional connection was closed, because the server refused the first one: ${reason.message}`);
	}
	/** Opens an additional connection, unless the server has refused one before. */
	async #open(signal) {
		const { observer, nextConnection: nextNumber, optional } = this.#run;
		if (this.#refusal !== void 0 || !this.#run.shouldContinue) return void 0;
		const connection = new Connection(this.#target, {
			retry: {
				retries: 0,
				firstPauseMs: 0
			},
			onRetry: () => void 0,
			observer,
			nextNumber,
			optional,
			reconnects: false
		});
		this.#additional.push(connection);
		try {
			const client = await connection.connect(signal);
			const { client: first } = this.first.connection;
			if (first !== void 0) client.adoptPipelining(first);
			return new UploadWorker(this.#run, connection, signal);
		} catch (error) {
			if (!signal.aborted) this.#recordRefusal(error);
			return;
		}
	}
	#recordRefusal(error) {
		if (this.#refusal !== void 0) return;
		this.#refusal = error;
		const { connections } = this.#run.options;
		const number = this.#used === 1 ? "one" : `${this.#used}`;
		this.#run.observer.notice(`Only ${number} of ${connections} connections could be opened: ${error.message}`, error instanceof CertificateError ? "warning" : "notice");
	}
};
/** Aborted when the run is, or when the first connection has no more work for others. */
var Ending = class {
	#controller = new AbortController();
	#run;
	constructor(run) {
		this.#run = run;
		run.addEventListener("abort", this.#onAbort);
		if (run.aborted) this.#onAbort();
	}
	get signal() {
		return this.#controller.signal;
	}
	end() {
		this.#controller.abort(/* @__PURE__ */ new Error("All files were uploaded."));
	}
	[Symbol.dispose]() {
		this.#run.removeEventListener("abort", this.#onAbort);
	}
	#onAbort = () => {
		this.#controller.abort(this.#run.reason);
	};
};
// src/deploy/deployment.ts
/**
* Deploys a plan: connects, creates the directories, uploads and publishes the files, deletes what temporary files are
* left, and disconnects. Never throws for a failed deployment: the result has the status of every file, and the first
* error.
*/
async function deploy({ plan, target, options, observer }) {
	const { signal, verifyUploads } = options;
	const run = new RunState(plan, options, observer);
	const connections = new UploadConnections(run, target);
	const { connection } = connections.first;
	using cancellation = new Cancellation$1(signal, connections);
	const context = {
		plan,
		run,
		connections,
		cancellation
	};
	const settings = options.sync;
	const sync = settings && new SyncDeployment({
		...context,
		settings
	});
	const maintenance = plan.maintenancePage && new Maintenance(connections.first, plan.maintenancePage);
	run.maintenance = maintenance;
	let failure;
	try {
		signal.throwIfAborted();
		sync?.start();
		observer.phase("connect");
		const { checksumMethod } = await connection.connect(signal);
		if (verifyUploads === "checksum" && checksumMethod === void 0) throw new NoChecksumError();
		await (sync?.deploy() ?? uploadAll(context));
		if (sync === void 0 && run.failures.firstError === void 0) {
			signal.throwIfAborted();
			await maintenance?.end();
		}
	} catch (thrown) {
		failure = thrown;
	}
	await deleteTemporaryFiles(run, connection, cancellation);
	if (failure !== void 0 || run.failures.firstError !== void 0) await maintenance?.settle(cancellation);
	await connection.quit(cancellation.quitMs);
	const error = signal.aborted ? cancellationError(signal) : failure ?? run.failures.firstError;
	return {
		...resultOf(run, connections),
		...sync === void 0 ? {} : { sync: sync.outcome },
		...error === void 0 ? {} : { error }
	};
}
async function uploadAll(plainRun) {
	const { plan, connections } = plainRun;
	const worker = connections.first;
	const { observer, options } = worker.run;
	observer.phase("directories");
	await worker.attempt("directories", async (client) => {
		observer.directoriesReady(await createDirectories(client, plan));
	});
	const announced = await announceToState(plainRun);
	const { maintenance } = worker.run;
	if (maintenance !== void 0) worker.run.guard = new UploadGuard(maintenanceHooks(maintenance, options.publish), {
		first: worker,
		isStaged: options.publish === "staged",
		use: (connection) => {
			maintenance.use(connection);
		}
	});
	observer.phase("upload");
	try {
		await (options.publish === "staged" ? uploadStaged(connections) : uploadEach(connections));
	} finally {
		await announced?.afterUploads();
	}
}
/** Without `sync`, only the maintenance file must be on the server before visible changes. */
function maintenanceHooks(maintenance, publish) {
	return {
		beforeUpload: async () => {
			if (publish === "direct") await maintenance.begin();
		},
		beforeRenames: () => maintenance.begin(),
		arrived: () => void 0
	};
}
/** Reconnects if necessary. What can't be deleted is in the result. */
async function deleteTemporaryFiles(run, connection, cancellation) {
	if (!run.temporaryFiles.hasRemovable || connection.hasGivenUp) return;
	const { cleanUpSignal: signal } = cancellation;
	await withRetries({
		subject: "clean-up",
		policy: run.options.retry,
		isTransient: (error) => isTransient(error) || cancellation.isCause(error),
		isFree: (error) => cancellation.isCause(error),
		onRetry: run.recordRetry,
		signal
	}, async () => {
		await run.temporaryFiles.deleteFrom(await connection.connect(signal));
	}).catch(() => void 0);
}
function resultOf(run, connections) {
	const { connection } = connections.first;
	const { info } = connections;
	return {
		files: run.queue.results,
		connection: info,
		connections: connections.usage,
		retries: run.retries,
		remainingTemporaryFiles: run.temporaryFiles.paths,
		movedAside: run.temporaryFiles.aside,
		facts: {
			loggedIn: connection.hasLoggedIn,
			acceptedIn: run.acceptedIn,
			dataConnections: info.dataConnections.total,
			renames: run.renames
		}
	};
}
function cancellationError(signal) {
	return signal.reason instanceof Error ? signal.reason : new CancelledError("unknown");
}
// src/deploy/plan/name-warnings.ts
const maxNamed$1 = 10;
/** Warnings about remote paths that some servers store under another name; safe to display. */
function nameWarnings(files) {
	const paths = files.map(({ remotePath }) => remotePath);
	return [
		warn(sameNames(paths), "Some servers, such as those on Windows and macOS, take these names for one, because they differ only in case, Unicode form, or dots and spaces at the end"),
		warn(paths.filter((path) => path.includes(":")), "Servers on Windows reject names with a colon, or store the file as a part of another one"),
		warn(paths.filter((path) => path !== path.normalize("NFC")), "These names have decomposed characters (Unicode NFD), as macOS writes them. Links with composed characters may not find them")
	].filter((warning) => warning !== void 0);
}
function warn(names, text) {
	if (names.length === 0) return void 0;
	const named = names.slice(0, maxNamed$1).map((name) => sanitize(name));
	const more = names.length - named.length;
	return `${text}: ${named.join(", ")}${more > 0 ? `, and ${more} more` : ""}.`;
}
/** The groups of paths that fold to the same, each as a text: of files, or of a file and a directory. */
function sameNames(paths) {
	const groups = [...foldedGroups(paths).values()];
	const parents = new Set(paths.map(directoryOf$2));
	const directories = /* @__PURE__ */ new Map();
	for (const directory of [...parents].flatMap((parent) => [...parentDirectories(parent), parent])) if (directory !== "" && directory !== "/") directories.set(foldPath(directory), directory);
	for (const path of directories.size === 0 ? [] : paths) {
		const directory = directories.get(foldPath(path));
		if (directory !== void 0) groups.push([path, `${directory}/`]);
	}
	return groups.map((group) => group.join(" and "));
}
// src/deploy/plan/disk-spelling.ts
/**
* Spells paths as the file system does. A pattern can spell a name in another case or Unicode form on Windows and macOS,
* and would otherwise decide the remote name.
*/
var DiskSpelling = class {
	#listNames;
	#paths;
	#known = /* @__PURE__ */ new Map();
	constructor(listNames = node_fs__WEBPACK_IMPORTED_MODULE_7__.readdirSync, paths = node_path__WEBPACK_IMPORTED_MODULE_9__) {
		this.#listNames = listNames;
		this.#paths = paths;
	}
	/**
	* Returns a path with the spelling of the disk.
	*
	* @param typed - The beginning that a person has typed. The rest was read from the disk.
	*/
	of(file, typed) {
		const spelled = this.#spell(typed);
		return spelled === typed ? file : this.#paths.join(spelled, this.#paths.relative(typed, file));
	}
	#spell(typed) {
		const known = this.#known.get(typed);
		if (known !== void 0) return known;
		const spelled = this.#lookUp(typed);
		this.#known.set(typed, spelled);
		return spelled;
	}
	#lookUp(typed) {
		const parent = this.#paths.dirname(typed);
		if (parent === typed) return typed;
		const directory = this.#spell(parent);
		return this.#paths.join(directory, this.#nameIn(directory, this.#paths.basename(typed)));
	}
	#nameIn(directory, name) {
		try {
			const names = this.#listNames(directory);
			if (names.includes(name)) return name;
			const similar = names.filter((other) => foldPath(other) === foldPath(name));
			return similar.length === 1 ? similar[0] ?? name : name;
		} catch {
			return name;
		}
	}
};
// src/deploy/plan/base-directory.ts
/**
* The base directory as the disk spells it. Links are resolved as well, because a link may lead to it, or it may be a link.
*
* @param input - Absolute; undefined if it isn't set.
* @param common - The deepest directory common to all patterns.
*/
function baseDirectoryOf(input, common) {
	const typed = input ?? common;
	const spelled = new DiskSpelling().of(typed, typed);
	return {
		path: spelled,
		realPath: node_fs__WEBPACK_IMPORTED_MODULE_7__.existsSync(spelled) ? node_fs__WEBPACK_IMPORTED_MODULE_7__.realpathSync.native(spelled) : spelled,
		isDerived: input === void 0
	};
}
/** The segments of a file's path below the base directory; undefined when it is outside. */
function segmentsInBase(base, file) {
	const { path: localPath, realPath } = file;
	return segmentsBelow(base.path, localPath) ?? (realPath === void 0 ? void 0 : segmentsBelow(base.realPath, realPath));
}
/** The segments of a path below a directory; undefined when it is outside. Both are absolute. */
function segmentsBelow(directory, file, paths = node_path__WEBPACK_IMPORTED_MODULE_9__) {
	const relative = file.startsWith(directory + paths.sep) && !file.includes("..") ? file.slice(directory.length + paths.sep.length) : paths.relative(directory, file);
	const segments = relative.split(paths.sep);
	return segments[0] === ".." || paths.isAbsolute(relative) ? void 0 : segments;
}
/** Why a file outside the base directory can't be uploaded, as a sentence. */
function describeOutside(file, directory, paths = node_path__WEBPACK_IMPORTED_MODULE_9__) {
	const [drive, other] = [paths.parse(file).root, paths.parse(directory).root];
	if (drive.toLowerCase() !== other.toLowerCase()) return `${sanitize(file)} is on another drive than base-dir ${sanitize(directory)}. Set "flatten: true", or upload the files of each drive in a step of their own.`;
	const shown = (name) => sanitize(paths.relative(process.cwd(), name) || name);
	return `${shown(file)} is outside base-dir ${shown(directory)}.`;
}
// src/deploy/plan/file-modes.ts
/** Finds the modes of files; the last rule that matches wins. */
var FileModes = class {
	#rules;
	#used = /* @__PURE__ */ new Set();
	constructor(rules) {
		this.#rules = rules.map((rule) => ({
			...rule,
			matcher: new IgnorePatterns([rule.pattern])
		}));
	}
	/**
	* The mode of a file; undefined if no rule matches.
	*
	* @param path - `/`-separated and relative to the base directory.
	*/
	of(path) {
		const matching = this.#rules.filter(({ matcher }) => matcher.matches(path));
		for (const rule of matching) this.#used.add(rule);
		return matching.at(-1)?.mode;
	}
	/** A warning about rules that match no file; undefined if there are none. */
	get warning() {
		const unused = this.#rules.filter((rule) => !this.#used.has(rule));
		if (unused.length === 0) return void 0;
		return `Lines of "chmod" that match no file: ${unused.map(({ mode, pattern }) => `${mode} ${sanitize(pattern)}`).join(", ")}.`;
	}
};
// src/deploy/plan/exclusion.ts
/** Stands for directories above the base directory: a name that only a pattern for every name matches. */
const anyName = "￿￿";
/** Lines that FTP-Deploy-Action recommends for every project, whether there are such files or not. */
const precautions = [
	"**/.git*",
	"**/.git*/**",
	"**/node_modules/**"
];
/** Decides which files and directories are left out of the deployment. */
var Exclusion = class {
	#patterns;
	#lines;
	#bringsBack;
	#excluded = /* @__PURE__ */ new Set();
	/** What the patterns are relative to. */
	base = baseDirectoryOf(void 0, process.cwd());
	/** @param search.exclude - `.gitignore` patterns without a problem, relative to the base directory. */
	constructor({ exclude }) {
		this.#patterns = exclude.length === 0 ? void 0 : new IgnorePatterns(exclude);
		this.#lines = exclude.map((text) => {
			const isNegated = text.startsWith("!");
			const pattern = isNegated ? text.slice(1) : text;
			return {
				text,
				isNegated,
				pattern,
				matcher: new IgnorePatterns([pattern]),
				isUsed: false
			};
		});
		this.#bringsBack = this.#lines.some(({ isNegated }) => isNegated);
	}
	/** What is excluded, relative to the base directory, sorted; the path of a directory ends with `/`. */
	get excluded() {
		return [...this.#excluded].sort();
	}
	/** Whether a file, or a directory with everything below, is left out. */
	excludes(file) {
		const patterns = this.#patterns;
		const relative = patterns === void 0 ? "" : this.#relative(file);
		if (patterns === void 0 || relative === "") return false;
		const isDirectory = leadsToDirectory(file);
		const contents = `${relative}/${anyName}`;
		const paths = isDirectory ? [`${relative}/`, contents] : [relative];
		for (const line of this.#lines) line.isUsed ||= paths.some((one) => line.matcher.matches(one));
		const name = isDirectory ? `${relative}/` : relative;
		const isExcluded = patterns.matches(name) || isDirectory && !this.#bringsBack && [contents, `${contents}/`].every((one) => patterns.matches(one));
		if (isExcluded) this.#excluded.add(name.replaceAll(anyName, ".."));
		return isExcluded;
	}
	/** A warning about lines without effect; undefined if there are none. */
	warning(files) {
		const unused = this.#lines.filter(({ text, isUsed }) => !isUsed && !precautions.includes(text));
		if (unused.length === 0) return void 0;
		const paths = files.map((file) => this.#relative(file.path));
		return `Lines of "exclude" that match nothing: ${unused.map((line) => `${sanitize(line.text)}${this.#remedy(line, paths)}`).join(", ")}. They are .gitignore patterns relative to ${shown(this.base.path)}.`;
	}
	#relative(file) {
		const segments = segmentsInBase(this.base, { path: file }) ?? segmentsInBase(this.base, {
			path: file,
			realPath: realPathOf(file)
		});
		if (segments !== void 0) return segments.join("/");
		return node_path__WEBPACK_IMPORTED_MODULE_9__.relative(this.base.path, file).split(node_path__WEBPACK_IMPORTED_MODULE_9__.sep).map((name) => name === ".." || name.endsWith(":") ? anyName : name).join("/");
	}
	/** What to change in a line, if that is likely to be what was meant. */
	#remedy({ text, isNegated, pattern }, paths) {
		const anchored = pattern.replace(/^\.?\//, "");
		const above = this.excluded.find((name) => name.endsWith("/") && anchored.startsWith(name));
		if (isNegated && above !== void 0) {
			const directory = sanitize(above);
			return ` (${directory} is excluded as a whole: exclude ${directory}* instead)`;
		}
		const remedy = patternRemedy(text, {
			paths,
			directory: node_path__WEBPACK_IMPORTED_MODULE_9__.relative(process.cwd(), this.base.path).split(node_path__WEBPACK_IMPORTED_MODULE_9__.sep).join("/")
		});
		return remedy === void 0 ? "" : ` (${remedy})`;
	}
};
/** Whether a path is a directory, or a link to one. */
function leadsToDirectory(file) {
	try {
		return node_fs__WEBPACK_IMPORTED_MODULE_7__.statSync(file).isDirectory();
	} catch {
		return false;
	}
}
/** With the links in its directory resolved. */
function realPathOf(file) {
	try {
		return node_path__WEBPACK_IMPORTED_MODULE_9__.join(node_fs__WEBPACK_IMPORTED_MODULE_7__.realpathSync.native(node_path__WEBPACK_IMPORTED_MODULE_9__.dirname(file)), node_path__WEBPACK_IMPORTED_MODULE_9__.basename(file));
	} catch {
		return;
	}
}
function shown(directory) {
	const relative = node_path__WEBPACK_IMPORTED_MODULE_9__.relative(process.cwd(), directory);
	return relative === "" ? "the workspace" : `"${sanitize(relative)}"`;
}
// src/deploy/plan/local-path.ts
/** Whether a path is a directory or below it. Both are absolute. */
function isInside(file, directory) {
	if (file.startsWith(directory + node_path__WEBPACK_IMPORTED_MODULE_9__.sep) && !file.includes("..")) return true;
	const relative = node_path__WEBPACK_IMPORTED_MODULE_9__.relative(directory, file);
	return !node_path__WEBPACK_IMPORTED_MODULE_9__.isAbsolute(relative) && relative.split(node_path__WEBPACK_IMPORTED_MODULE_9__.sep)[0] !== "..";
}
/** A local path for display: relative to the current directory. */
function displayPath$1(file) {
	return sanitize(node_path__WEBPACK_IMPORTED_MODULE_9__.relative(process.cwd(), file) || file);
}
// src/deploy/plan/link-policy.ts
/** Paths that lead to one directory before a search is aborted: a few links can multiply a tree without limit. */
const maxPathsToDirectory = 1e3;
/**
* Decides which files may be reached through links. A file is judged by where it really is, and every link below the
* workspace counts, wherever on the path it is.
*/
var LinkPolicy = class {
	#workspace;
	#realWorkspace;
	#followSymlinks;
	#directories = /* @__PURE__ */ new Map();
	#pathsTo = /* @__PURE__ */ new Map();
	/** @param search.workspace - Absolute path; links must not lead out of it. */
	constructor(search) {
		this.#workspace = node_path__WEBPACK_IMPORTED_MODULE_9__.resolve(search.workspace);
		this.#realWorkspace = node_fs__WEBPACK_IMPORTED_MODULE_7__.realpathSync.native(search.workspace);
		this.#followSymlinks = search.followSymlinks;
	}
	/**
	* Judges a path that a pattern matched.
	*
	* @param isLink - Whether the path itself is a link.
	* @param searchPath - Where the pattern started to search. One outside the workspace was named on purpose, so links
	*   may lead to files in it.
	* @throws {@link PlanError} when links lead to one directory by more paths than any project has.
	*/
	judge(file, isLink, searchPath) {
		const directory = this.#resolve(node_path__WEBPACK_IMPORTED_MODULE_9__.dirname(file));
		const isLinked = directory.links.length > 0 || isLink && this.#isBelowWorkspace(file);
		if (isLinked && !this.#followSymlinks) return { kind: "skipped" };
		const realPath = isLink ? node_fs__WEBPACK_IMPORTED_MODULE_7__.realpathSync.native(file) : node_path__WEBPACK_IMPORTED_MODULE_9__.join(directory.realPath, node_path__WEBPACK_IMPORTED_MODULE_9__.basename(file));
		const loop = directory.links.find((link) => link.isLoop);
		if (loop !== void 0) return {
			kind: "rejected",
			problem: `${displayPath$1(loop.path)} is a link to a directory that contains it.`
		};
		const root = this.#rootOf(realPath, searchPath);
		if (root === void 0) return {
			kind: "rejected",
			problem: `${displayPath$1(file)} is reached through a link that leads outside the workspace.`
		};
		const place = {
			isLink,
			realDirectory: directory.realPath
		};
		if (isLinked && isInGitDirectory(realPath, root)) return {
			kind: "git",
			...place
		};
		return {
			kind: "accepted",
			...place
		};
	}
	/** The allowed directory that contains a real path. */
	#rootOf(realPath, searchPath) {
		if (isInside(realPath, this.#realWorkspace)) return this.#realWorkspace;
		if (this.#isBelowWorkspace(searchPath)) return void 0;
		const { realPath: realSearchPath } = this.#resolve(searchPath);
		return isInside(realPath, realSearchPath) ? realSearchPath : void 0;
	}
	#resolve(directory) {
		const known = this.#directories.get(directory);
		if (known !== void 0) return known;
		const resolved = this.#lookUp(directory);
		this.#directories.set(directory, resolved);
		this.#countPath(directory, resolved.realPath);
		return resolved;
	}
	#lookUp(directory) {
		const parent = node_path__WEBPACK_IMPORTED_MODULE_9__.dirname(directory);
		const realPath = node_fs__WEBPACK_IMPORTED_MODULE_7__.realpathSync.native(directory);
		if (parent === directory) return {
			realPath,
			links: []
		};
		const above = this.#resolve(parent);
		if (!node_fs__WEBPACK_IMPORTED_MODULE_7__.lstatSync(directory).isSymbolicLink() || !this.#isBelowWorkspace(directory)) return {
			realPath,
			links: above.links
		};
		const link = {
			path: directory,
			isLoop: isInside(above.realPath, realPath)
		};
		return {
			realPath,
			links: [...above.links, link]
		};
	}
	#countPath(directory, realPath) {
		const count = (this.#pathsTo.get(realPath) ?? 0) + 1;
		if (count > maxPathsToDirectory) throw new PlanError([`Links lead to ${displayPath$1(realPath)} by more than ${maxPathsToDirectory} paths, such as ${displayPath$1(directory)}.`]);
		this.#pathsTo.set(realPath, count);
	}
	#isBelowWorkspace(file) {
		return [this.#workspace, this.#realWorkspace].some((workspace) => file !== workspace && isInside(file, workspace));
	}
};
/** Whether a path leads through a `.git` directory below another one. */
function isInGitDirectory(file, directory) {
	return file.includes(".git") && node_path__WEBPACK_IMPORTED_MODULE_9__.relative(directory, file).split(node_path__WEBPACK_IMPORTED_MODULE_9__.sep).includes(".git");
}
// src/deploy/plan/omitted-entries.ts
/**
* Finds what the search left out of some directories. A search that doesn't follow links lists them, and fails on a
* name that isn't UTF-8; it only runs if a directory contains such an entry at all.
*
* @param searchWithoutLinks - Searches for the same patterns without following links.
*/
async function findOmittedEntries(searchWithoutLinks, directories) {
	const danglingLinks = /* @__PURE__ */ new Set();
	const invalidNames = [];
	for (const directory of directories) for await (const { name, isLink } of entriesOf(directory)) {
		const file = node_path__WEBPACK_IMPORTED_MODULE_9__.join(directory, name.toString());
		if (!(0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(name)) invalidNames.push(file);
		else if (isLink && !node_fs__WEBPACK_IMPORTED_MODULE_7__.existsSync(file)) danglingLinks.add(file);
	}
	if (danglingLinks.size === 0 && invalidNames.length === 0) return {
		danglingLinks: [],
		invalidNames
	};
	try {
		const matches = [];
		for await (const match of await searchWithoutLinks()) matches.push(match);
		return {
			danglingLinks: matches.filter((match) => danglingLinks.has(match)),
			invalidNames: []
		};
	} catch {
		return {
			danglingLinks: [],
			invalidNames
		};
	}
}
/** Entries that are read at a time. */
const bufferSize = 1e3;
/** One by one, because a directory may contain any number of files. Names are bytes, whatever their encoding. */
async function* entriesOf(directory) {
	for await (const entry of await node_fs__WEBPACK_IMPORTED_MODULE_7__.promises.opendir(directory, {
		encoding: "buffer",
		bufferSize
	})) yield {
		name: entry.name,
		isLink: entry.isSymbolicLink()
	};
}
// node_modules/@actions/core/lib/utils.js
/**
* Sanitizes an input into a string so it can be passed into issueCommand safely
* @param input input to sanitize into a string
*/
function toCommandValue(input) {
	if (input === null || input === void 0) return "";
	else if (typeof input === "string" || input instanceof String) return input;
	return JSON.stringify(input);
}
/**
*
* @param annotationProperties
* @returns The command properties to send with the actual annotation command
* See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
*/
function toCommandProperties(annotationProperties) {
	if (!Object.keys(annotationProperties).length) return {};
	return {
		title: annotationProperties.title,
		file: annotationProperties.file,
		line: annotationProperties.startLine,
		endLine: annotationProperties.endLine,
		col: annotationProperties.startColumn,
		endColumn: annotationProperties.endColumn
	};
}
// node_modules/@actions/core/lib/command.js
/**
* Issues a command to the GitHub Actions runner
*
* @param command - The command name to issue
* @param properties - Additional properties for the command (key-value pairs)
* @param message - The message to include with the command
* @remarks
* This function outputs a specially formatted string to stdout that the Actions
* runner interprets as a command. These commands can control workflow behavior,
* set outputs, create annotations, mask values, and more.
*
* Command Format:
*   ::name key=value,key=value::message
*
* @example
* ```typescript
* // Issue a warning annotation
* issueCommand('warning', {}, 'This is a warning message');
* // Output: ::warning::This is a warning message
*
* // Set an environment variable
* issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
* // Output: ::set-env name=MY_VAR::some value
*
* // Add a secret mask
* issueCommand('add-mask', {}, 'secretValue123');
* // Output: ::add-mask::secretValue123
* ```
*
* @internal
* This is an internal utility function that powers the public API functions
* such as setSecret, warning, error, and exportVariable.
*/
function issueCommand(command, properties, message) {
	const cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + os__WEBPACK_IMPORTED_MODULE_10__.EOL);
}
function issue(name, message = "") {
	issueCommand(name, {}, message);
}
const CMD_STRING = "::";
var Command = class {
	constructor(command, properties, message) {
		if (!command) command = "missing.command";
		this.command = command;
		this.properties = properties;
		this.message = message;
	}
	toString() {
		let cmdStr = CMD_STRING + this.command;
		if (this.properties && Object.keys(this.properties).length > 0) {
			cmdStr += " ";
			let first = true;
			for (const key in this.properties) if (this.properties.hasOwnProperty(key)) {
				const val = this.properties[key];
				if (val) {
					if (first) first = false;
					else cmdStr += ",";
					cmdStr += `${key}=${escapeProperty(val)}`;
				}
			}
		}
		cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
		return cmdStr;
	}
};
function escapeData(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}
// node_modules/@actions/core/lib/file-command.js
function issueFileCommand(command, message) {
	const filePath = process.env[`GITHUB_${command}`];
	if (!filePath) throw new Error(`Unable to find environment variable for file command ${command}`);
	if (!fs__WEBPACK_IMPORTED_MODULE_12__.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
	fs__WEBPACK_IMPORTED_MODULE_12__.appendFileSync(filePath, `${toCommandValue(message)}${os__WEBPACK_IMPORTED_MODULE_10__.EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	const delimiter = `ghadelimiter_${crypto__WEBPACK_IMPORTED_MODULE_11__.randomUUID()}`;
	const convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${os__WEBPACK_IMPORTED_MODULE_10__.EOL}${convertedValue}${os__WEBPACK_IMPORTED_MODULE_10__.EOL}${delimiter}`;
}
// node_modules/@actions/core/lib/summary.js
var __awaiter$5 = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
const { access, appendFile, writeFile } = fs__WEBPACK_IMPORTED_MODULE_12__.promises;
const SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
	constructor() {
		this._buffer = "";
	}
	/**
	* Finds the summary file path from the environment, rejects if env var is not found or file does not exist
	* Also checks r/w permissions.
	*
	* @returns step summary file path
	*/
	filePath() {
		return __awaiter$5(this, void 0, void 0, function* () {
			if (this._filePath) return this._filePath;
			const pathFromEnv = process.env[SUMMARY_ENV_VAR];
			if (!pathFromEnv) throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
			try {
				yield access(pathFromEnv, fs__WEBPACK_IMPORTED_MODULE_12__.constants.R_OK | fs__WEBPACK_IMPORTED_MODULE_12__.constants.W_OK);
			} catch (_a) {
				throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
			}
			this._filePath = pathFromEnv;
			return this._filePath;
		});
	}
	/**
	* Wraps content in an HTML tag, adding any HTML attributes
	*
	* @param {string} tag HTML tag to wrap
	* @param {string | null} content content within the tag
	* @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
	*
	* @returns {string} content wrapped in HTML element
	*/
	wrap(tag, content, attrs = {}) {
		const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
		if (!content) return `<${tag}${htmlAttrs}>`;
		return `<${tag}${htmlAttrs}>${content}</${tag}>`;
	}
	/**
	* Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
	*
	* @param {SummaryWriteOptions} [options] (optional) options for write operation
	*
	* @returns {Promise<Summary>} summary instance
	*/
	write(options) {
		return __awaiter$5(this, void 0, void 0, function* () {
			const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
			const filePath = yield this.filePath();
			yield (overwrite ? writeFile : appendFile)(filePath, this._buffer, { encoding: "utf8" });
			return this.emptyBuffer();
		});
	}
	/**
	* Clears the summary buffer and wipes the summary file
	*
	* @returns {Summary} summary instance
	*/
	clear() {
		return __awaiter$5(this, void 0, void 0, function* () {
			return this.emptyBuffer().write({ overwrite: true });
		});
	}
	/**
	* Returns the current summary buffer as a string
	*
	* @returns {string} string of summary buffer
	*/
	stringify() {
		return this._buffer;
	}
	/**
	* If the summary buffer is empty
	*
	* @returns {boolen} true if the buffer is empty
	*/
	isEmptyBuffer() {
		return this._buffer.length === 0;
	}
	/**
	* Resets the summary buffer without writing to summary file
	*
	* @returns {Summary} summary instance
	*/
	emptyBuffer() {
		this._buffer = "";
		return this;
	}
	/**
	* Adds raw text to the summary buffer
	*
	* @param {string} text content to add
	* @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
	*
	* @returns {Summary} summary instance
	*/
	addRaw(text, addEOL = false) {
		this._buffer += text;
		return addEOL ? this.addEOL() : this;
	}
	/**
	* Adds the operating system-specific end-of-line marker to the buffer
	*
	* @returns {Summary} summary instance
	*/
	addEOL() {
		return this.addRaw(os__WEBPACK_IMPORTED_MODULE_10__.EOL);
	}
	/**
	* Adds an HTML codeblock to the summary buffer
	*
	* @param {string} code content to render within fenced code block
	* @param {string} lang (optional) language to syntax highlight code
	*
	* @returns {Summary} summary instance
	*/
	addCodeBlock(code, lang) {
		const attrs = Object.assign({}, lang && { lang });
		const element = this.wrap("pre", this.wrap("code", code), attrs);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML list to the summary buffer
	*
	* @param {string[]} items list of items to render
	* @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
	*
	* @returns {Summary} summary instance
	*/
	addList(items, ordered = false) {
		const tag = ordered ? "ol" : "ul";
		const listItems = items.map((item) => this.wrap("li", item)).join("");
		const element = this.wrap(tag, listItems);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML table to the summary buffer
	*
	* @param {SummaryTableCell[]} rows table rows
	*
	* @returns {Summary} summary instance
	*/
	addTable(rows) {
		const tableBody = rows.map((row) => {
			const cells = row.map((cell) => {
				if (typeof cell === "string") return this.wrap("td", cell);
				const { header, data, colspan, rowspan } = cell;
				const tag = header ? "th" : "td";
				const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
				return this.wrap(tag, data, attrs);
			}).join("");
			return this.wrap("tr", cells);
		}).join("");
		const element = this.wrap("table", tableBody);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds a collapsable HTML details element to the summary buffer
	*
	* @param {string} label text for the closed state
	* @param {string} content collapsable content
	*
	* @returns {Summary} summary instance
	*/
	addDetails(label, content) {
		const element = this.wrap("details", this.wrap("summary", label) + content);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML image tag to the summary buffer
	*
	* @param {string} src path to the image you to embed
	* @param {string} alt text description of the image
	* @param {SummaryImageOptions} options (optional) addition image attributes
	*
	* @returns {Summary} summary instance
	*/
	addImage(src, alt, options) {
		const { width, height } = options || {};
		const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
		const element = this.wrap("img", null, Object.assign({
			src,
			alt
		}, attrs));
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML section heading element
	*
	* @param {string} text heading text
	* @param {number | string} [level=1] (optional) the heading level, default: 1
	*
	* @returns {Summary} summary instance
	*/
	addHeading(text, level) {
		const tag = `h${level}`;
		const allowedTag = [
			"h1",
			"h2",
			"h3",
			"h4",
			"h5",
			"h6"
		].includes(tag) ? tag : "h1";
		const element = this.wrap(allowedTag, text);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML thematic break (<hr>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addSeparator() {
		const element = this.wrap("hr", null);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML line break (<br>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addBreak() {
		const element = this.wrap("br", null);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML blockquote to the summary buffer
	*
	* @param {string} text quote text
	* @param {string} cite (optional) citation url
	*
	* @returns {Summary} summary instance
	*/
	addQuote(text, cite) {
		const attrs = Object.assign({}, cite && { cite });
		const element = this.wrap("blockquote", text, attrs);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML anchor tag to the summary buffer
	*
	* @param {string} text link text/content
	* @param {string} href hyperlink
	*
	* @returns {Summary} summary instance
	*/
	addLink(text, href) {
		const element = this.wrap("a", text, { href });
		return this.addRaw(element).addEOL();
	}
};
const summary$1 = new Summary();
os__WEBPACK_IMPORTED_MODULE_10__.platform();
os__WEBPACK_IMPORTED_MODULE_10__.arch();
/**
* The code to exit an action
*/
var ExitCode;
(function(ExitCode) {
	/**
	* A code indicating that the action was successful
	*/
	ExitCode[ExitCode["Success"] = 0] = "Success";
	/**
	* A code indicating that the action was a failure
	*/
	ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
/**
* Registers a secret which will get masked from logs
*
* @param secret - Value of the secret to be masked
* @remarks
* This function instructs the Actions runner to mask the specified value in any
* logs produced during the workflow run. Once registered, the secret value will
* be replaced with asterisks (***) whenever it appears in console output, logs,
* or error messages.
*
* This is useful for protecting sensitive information such as:
* - API keys
* - Access tokens
* - Authentication credentials
* - URL parameters containing signatures (SAS tokens)
*
* Note that masking only affects future logs; any previous appearances of the
* secret in logs before calling this function will remain unmasked.
*
* @example
* ```typescript
* // Register an API token as a secret
* const apiToken = "abc123xyz456";
* setSecret(apiToken);
*
* // Now any logs containing this value will show *** instead
* console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
* ```
*/
function setSecret(secret) {
	issueCommand("add-mask", {}, secret);
}
/**
* Gets the value of an input.
* Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
* Returns an empty string if the value is not defined.
*
* @param     name     name of the input to get
* @param     options  optional. See InputOptions.
* @returns   string
*/
function getInput(name, options) {
	const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
	if (options && options.required && !val) throw new Error(`Input required and not supplied: ${name}`);
	if (options && options.trimWhitespace === false) return val;
	return val.trim();
}
/**
* Sets the value of an output.
*
* @param     name     name of the output to set
* @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
*/
function setOutput(name, value) {
	if (process.env["GITHUB_OUTPUT"] || "") return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
	process.stdout.write(os__WEBPACK_IMPORTED_MODULE_10__.EOL);
	issueCommand("set-output", { name }, toCommandValue(value));
}
/**
* Gets whether Actions Step Debug is on or not
*/
function isDebug() {
	return process.env["RUNNER_DEBUG"] === "1";
}
/**
* Writes debug message to user log
* @param message debug message
*/
function debug(message) {
	issueCommand("debug", {}, message);
}
/**
* Adds an error issue
* @param message error issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function error(message, properties = {}) {
	issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Adds a warning issue
* @param message warning issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function warning(message, properties = {}) {
	issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Adds a notice issue
* @param message notice issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function notice(message, properties = {}) {
	issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Writes info to log with console.log.
* @param message info message
*/
function info(message) {
	process.stdout.write(message + os__WEBPACK_IMPORTED_MODULE_10__.EOL);
}
/**
* Begin an output group.
*
* Output until the next `groupEnd` will be foldable in this group
*
* @param name The name of the output group
*/
function startGroup(name) {
	issue("group", name);
}
/**
* End an output group.
*/
function endGroup() {
	issue("endgroup");
}
// node_modules/@actions/glob/lib/internal-glob-options-helper.js
/**
* Returns a copy with defaults filled in.
*/
function getOptions(copy) {
	const result = {
		followSymbolicLinks: true,
		implicitDescendants: true,
		matchDirectories: true,
		omitBrokenSymbolicLinks: true,
		excludeHiddenFiles: false
	};
	if (copy) {
		if (typeof copy.followSymbolicLinks === "boolean") {
			result.followSymbolicLinks = copy.followSymbolicLinks;
			debug(`followSymbolicLinks '${result.followSymbolicLinks}'`);
		}
		if (typeof copy.implicitDescendants === "boolean") {
			result.implicitDescendants = copy.implicitDescendants;
			debug(`implicitDescendants '${result.implicitDescendants}'`);
		}
		if (typeof copy.matchDirectories === "boolean") {
			result.matchDirectories = copy.matchDirectories;
			debug(`matchDirectories '${result.matchDirectories}'`);
		}
		if (typeof copy.omitBrokenSymbolicLinks === "boolean") {
			result.omitBrokenSymbolicLinks = copy.omitBrokenSymbolicLinks;
			debug(`omitBrokenSymbolicLinks '${result.omitBrokenSymbolicLinks}'`);
		}
		if (typeof copy.excludeHiddenFiles === "boolean") {
			result.excludeHiddenFiles = copy.excludeHiddenFiles;
			debug(`excludeHiddenFiles '${result.excludeHiddenFiles}'`);
		}
	}
	return result;
}
// node_modules/@actions/glob/lib/internal-path-helper.js
const IS_WINDOWS$4 = process.platform === "win32";
/**
* Similar to path.dirname except normalizes the path separators and slightly better handling for Windows UNC paths.
*
* For example, on Linux/macOS:
* - `/               => /`
* - `/hello          => /`
*
* For example, on Windows:
* - `C:\             => C:\`
* - `C:\hello        => C:\`
* - `C:              => C:`
* - `C:hello         => C:`
* - `\               => \`
* - `\hello          => \`
* - `\\hello         => \\hello`
* - `\\hello\world   => \\hello\world`
*/
function dirname(p) {
	p = safeTrimTrailingSeparator(p);
	if (IS_WINDOWS$4 && /^\\\\[^\\]+(\\[^\\]+)?$/.test(p)) return p;
	let result = path__WEBPACK_IMPORTED_MODULE_13__.dirname(p);
	if (IS_WINDOWS$4 && /^\\\\[^\\]+\\[^\\]+\\$/.test(result)) result = safeTrimTrailingSeparator(result);
	return result;
}
/**
* Roots the path if not already rooted. On Windows, relative roots like `\`
* or `C:` are expanded based on the current working directory.
*/
function ensureAbsoluteRoot(root, itemPath) {
	assert__WEBPACK_IMPORTED_MODULE_14__(root, `ensureAbsoluteRoot parameter 'root' must not be empty`);
	assert__WEBPACK_IMPORTED_MODULE_14__(itemPath, `ensureAbsoluteRoot parameter 'itemPath' must not be empty`);
	if (hasAbsoluteRoot(itemPath)) return itemPath;
	if (IS_WINDOWS$4) {
		if (itemPath.match(/^[A-Z]:[^\\/]|^[A-Z]:$/i)) {
			let cwd = process.cwd();
			assert__WEBPACK_IMPORTED_MODULE_14__(cwd.match(/^[A-Z]:\\/i), `Expected current directory to start with an absolute drive root. Actual '${cwd}'`);
			if (itemPath[0].toUpperCase() === cwd[0].toUpperCase()) {
				if (itemPath.length === 2) return `${itemPath[0]}:\\${cwd.substr(3)}`;
				else {
					if (!cwd.endsWith("\\")) cwd += "\\";
					return `${itemPath[0]}:\\${cwd.substr(3)}${itemPath.substr(2)}`;
				}
			} else return `${itemPath[0]}:\\${itemPath.substr(2)}`;
		} else if (normalizeSeparators(itemPath).match(/^\\$|^\\[^\\]/)) {
			const cwd = process.cwd();
			assert__WEBPACK_IMPORTED_MODULE_14__(cwd.match(/^[A-Z]:\\/i), `Expected current directory to start with an absolute drive root. Actual '${cwd}'`);
			return `${cwd[0]}:\\${itemPath.substr(1)}`;
		}
	}
	assert__WEBPACK_IMPORTED_MODULE_14__(hasAbsoluteRoot(root), `ensureAbsoluteRoot parameter 'root' must have an absolute root`);
	if (root.endsWith("/") || IS_WINDOWS$4 && root.endsWith("\\")) {} else root += path__WEBPACK_IMPORTED_MODULE_13__.sep;
	return root + itemPath;
}
/**
* On Linux/macOS, true if path starts with `/`. On Windows, true for paths like:
* `\\hello\share` and `C:\hello` (and using alternate separator).
*/
function hasAbsoluteRoot(itemPath) {
	assert__WEBPACK_IMPORTED_MODULE_14__(itemPath, `hasAbsoluteRoot parameter 'itemPath' must not be empty`);
	itemPath = normalizeSeparators(itemPath);
	if (IS_WINDOWS$4) return itemPath.startsWith("\\\\") || /^[A-Z]:\\/i.test(itemPath);
	return itemPath.startsWith("/");
}
/**
* On Linux/macOS, true if path starts with `/`. On Windows, true for paths like:
* `\`, `\hello`, `\\hello\share`, `C:`, and `C:\hello` (and using alternate separator).
*/
function hasRoot(itemPath) {
	assert__WEBPACK_IMPORTED_MODULE_14__(itemPath, `isRooted parameter 'itemPath' must not be empty`);
	itemPath = normalizeSeparators(itemPath);
	if (IS_WINDOWS$4) return itemPath.startsWith("\\") || /^[A-Z]:/i.test(itemPath);
	return itemPath.startsWith("/");
}
/**
* Removes redundant slashes and converts `/` to `\` on Windows
*/
function normalizeSeparators(p) {
	p = p || "";
	if (IS_WINDOWS$4) {
		p = p.replace(/\//g, "\\");
		return (/^\\\\+[^\\]/.test(p) ? "\\" : "") + p.replace(/\\\\+/g, "\\");
	}
	return p.replace(/\/\/+/g, "/");
}
/**
* Normalizes the path separators and trims the trailing separator (when safe).
* For example, `/foo/ => /foo` but `/ => /`
*/
function safeTrimTrailingSeparator(p) {
	if (!p) return "";
	p = normalizeSeparators(p);
	if (!p.endsWith(path__WEBPACK_IMPORTED_MODULE_13__.sep)) return p;
	if (p === path__WEBPACK_IMPORTED_MODULE_13__.sep) return p;
	if (IS_WINDOWS$4 && /^[A-Z]:\\$/i.test(p)) return p;
	return p.substr(0, p.length - 1);
}
// node_modules/@actions/glob/lib/internal-match-kind.js
/**
* Indicates whether a pattern matches a path
*/
var MatchKind;
(function(MatchKind) {
	/** Not matched */
	MatchKind[MatchKind["None"] = 0] = "None";
	/** Matched if the path is a directory */
	MatchKind[MatchKind["Directory"] = 1] = "Directory";
	/** Matched if the path is a regular file */
	MatchKind[MatchKind["File"] = 2] = "File";
	/** Matched */
	MatchKind[MatchKind["All"] = 3] = "All";
})(MatchKind || (MatchKind = {}));
// node_modules/@actions/glob/lib/internal-pattern-helper.js
const IS_WINDOWS$3 = process.platform === "win32";
/**
* Given an array of patterns, returns an array of paths to search.
* Duplicates and paths under other included paths are filtered out.
*/
function getSearchPaths(patterns) {
	patterns = patterns.filter((x) => !x.negate);
	const searchPathMap = {};
	for (const pattern of patterns) {
		const key = IS_WINDOWS$3 ? pattern.searchPath.toUpperCase() : pattern.searchPath;
		searchPathMap[key] = "candidate";
	}
	const result = [];
	for (const pattern of patterns) {
		const key = IS_WINDOWS$3 ? pattern.searchPath.toUpperCase() : pattern.searchPath;
		if (searchPathMap[key] === "included") continue;
		let foundAncestor = false;
		let tempKey = key;
		let parent = dirname(tempKey);
		while (parent !== tempKey) {
			if (searchPathMap[parent]) {
				foundAncestor = true;
				break;
			}
			tempKey = parent;
			parent = dirname(tempKey);
		}
		if (!foundAncestor) {
			result.push(pattern.searchPath);
			searchPathMap[key] = "included";
		}
	}
	return result;
}
/**
* Matches the patterns against the path
*/
function match$1(patterns, itemPath) {
	let result = MatchKind.None;
	for (const pattern of patterns) if (pattern.negate) result &= ~pattern.match(itemPath);
	else result |= pattern.match(itemPath);
	return result;
}
/**
* Checks whether to descend further into the directory
*/
function partialMatch(patterns, itemPath) {
	return patterns.some((x) => !x.negate && x.partialMatch(itemPath));
}
// node_modules/balanced-match/dist/esm/index.js
const range = (a, b, str) => {
	let begs, beg, left, right = void 0, result;
	let ai = str.indexOf(a);
	let bi = str.indexOf(b, ai + 1);
	let i = ai;
	if (ai >= 0 && bi > 0) {
		if (a === b) return [ai, bi];
		begs = [];
		left = str.length;
		while (i >= 0 && !result) {
			if (i === ai) {
				begs.push(i);
				ai = str.indexOf(a, i + 1);
			} else if (begs.length === 1) {
				const r = begs.pop();
				if (r !== void 0) result = [r, bi];
			} else {
				beg = begs.pop();
				if (beg !== void 0 && beg < left) {
					left = beg;
					right = bi;
				}
				bi = str.indexOf(b, i + 1);
			}
			i = ai < bi && ai >= 0 ? ai : bi;
		}
		if (begs.length && right !== void 0) result = [left, right];
	}
	return result;
};
// node_modules/brace-expansion/dist/esm/index.js
const escSlash = "\0SLASH" + Math.random().toFixed(16) + "\0";
const escOpen = "\0OPEN" + Math.random().toFixed(16) + "\0";
const escClose = "\0CLOSE" + Math.random().toFixed(16) + "\0";
const escComma = "\0COMMA" + Math.random().toFixed(16) + "\0";
const escPeriod = "\0PERIOD" + Math.random().toFixed(16) + "\0";
const escSlashPattern = new RegExp(escSlash, "g");
const escOpenPattern = new RegExp(escOpen, "g");
const escClosePattern = new RegExp(escClose, "g");
const escCommaPattern = new RegExp(escComma, "g");
const escPeriodPattern = new RegExp(escPeriod, "g");
const slashPattern = /\\\\/g;
const openPattern = /\\{/g;
const closePattern = /\\}/g;
const commaPattern = /\\,/g;
const periodPattern = /\\\./g;
const EXPANSION_MAX = 1e5;
const EXPANSION_MAX_LENGTH = 4e6;
const EXPANSION_MAX_DEPTH = 1e3;
const EXPANSION_MAX_REWRITES = 1e3;
const EXPANSION_MAX_STEPS = 2e7;
const CALL_STEPS = 16;
function numeric(str) {
	return !isNaN(str) ? parseInt(str, 10) : str.charCodeAt(0);
}
function escapeBraces(str) {
	return str.replace(slashPattern, escSlash).replace(openPattern, escOpen).replace(closePattern, escClose).replace(commaPattern, escComma).replace(periodPattern, escPeriod);
}
function unescapeBraces(str) {
	return str.replace(escSlashPattern, "\\").replace(escOpenPattern, "{").replace(escClosePattern, "}").replace(escCommaPattern, ",").replace(escPeriodPattern, ".");
}
function pushAll(target, items) {
	for (let i = 0; i < items.length; i++) target.push(items[i]);
}
function balancedWithBudget(str, masked, budget) {
	if (budget.remaining < 0) return;
	const r = range("{", "}", masked);
	const unmatched = r !== void 0 && masked.indexOf("{") < r[0];
	budget.remaining -= r && !unmatched ? r[1] + 1 : str.length;
	if (!r || budget.remaining < 0) return;
	return {
		end: r[1],
		pre: str.slice(0, r[0]),
		body: str.slice(r[0] + 1, r[1]),
		post: str.slice(r[1] + 1),
		unmatched
	};
}
function maskUnmatchedOpens(masked, budget) {
	budget.remaining -= masked.length;
	const open = [];
	for (let i = 0; i < masked.length; i++) {
		const c = masked.charCodeAt(i);
		if (c === 123) open.push(i);
		else if (c === 125 && open.length) open.pop();
	}
	let out = "";
	let last = 0;
	for (let i = 0; i < open.length; i++) {
		const at = open[i];
		out += masked.slice(last, at) + "\0";
		last = at + 1;
	}
	return out + masked.slice(last);
}
function commaSetFollows(str, budget) {
	budget.remaining -= str.length;
	if (budget.remaining < 0) return false;
	let close = false;
	for (let i = str.length - 1; i >= 0; i--) {
		const c = str.charCodeAt(i);
		if (c === 125) close = true;
		else if (c === 10 || c === 13 || c === 8232 || c === 8233) close = false;
		else if (c === 44 && close && str.charCodeAt(i + 1) !== 44) return true;
	}
	return false;
}
/**
* Basically just str.split(","), but handling cases
* where we have nested braced sections, which should be
* treated as individual members, like {a,{b,c},d}
*
* Returns `undefined` if the step budget runs out before the whole set is
* split, since splitting what is left on every comma would tear apart the
* nested sets it still holds.
*/
function parseCommaParts(str, budget) {
	const parts = [];
	let carry = "";
	for (;;) {
		const m = balancedWithBudget(str, str, budget);
		if (budget.remaining < 0) return;
		if (!m) {
			const tail = str.split(",");
			tail[0] = carry + tail[0];
			pushAll(parts, tail);
			return parts;
		}
		const { pre, body, post } = m;
		const p = pre.split(",");
		p[0] = carry + p[0];
		p[p.length - 1] += "{" + body + "}";
		if (!post.length) {
			pushAll(parts, p);
			return parts;
		}
		carry = p.pop();
		pushAll(parts, p);
		str = post;
	}
}
function bound(value, fallback) {
	return value === void 0 || isNaN(value) ? fallback : value;
}
function expand(str, options = {}) {
	if (!str) return [];
	const max = bound(options.max, EXPANSION_MAX);
	const maxLength = bound(options.maxLength, EXPANSION_MAX_LENGTH);
	const maxDepth = bound(options.maxDepth, EXPANSION_MAX_DEPTH);
	const maxRewrites = bound(options.maxRewrites, EXPANSION_MAX_REWRITES);
	const maxSteps = bound(options.maxSteps, EXPANSION_MAX_STEPS);
	if (str.slice(0, 2) === "{}") str = "\\{\\}" + str.slice(2);
	return expand_(escapeBraces(str), max, maxLength, maxDepth, 0, maxRewrites, { remaining: maxSteps }, true).map(unescapeBraces);
}
function embrace(str) {
	return "{" + str + "}";
}
function isPadded(el) {
	return /^-?0\d/.test(el);
}
function lte(i, y) {
	return i <= y;
}
function gte(i, y) {
	return i >= y;
}
function combine(acc, pre, values, max, maxLength, dropEmpties, budget) {
	const out = [];
	let length = 0;
	let nonEmpty;
	outer: for (let a = 0; a < acc.length; a++) {
		const prefix = acc[a] + pre;
		let vs = values;
		if (dropEmpties && !prefix) {
			if (!nonEmpty) nonEmpty = values.filter((v) => v);
			vs = nonEmpty;
		}
		for (let v = 0; v < vs.length; v++) {
			if (out.length >= max) break outer;
			const expansion = prefix + vs[v];
			if (length + expansion.length > maxLength) break outer;
			out.push(expansion);
			length += expansion.length;
		}
	}
	budget.remaining -= out.length;
	return out;
}
function expandSequence(body, isAlphaSequence, max, maxLength, budget) {
	const n = body.split(/\.\./);
	const N = [];
	/* c8 ignore start */
	if (n[0] === void 0 || n[1] === void 0) return N;
	/* c8 ignore stop */
	const x = numeric(n[0]);
	const y = numeric(n[1]);
	const width = Math.max(n[0].length, n[1].length);
	let incr = n.length === 3 && n[2] !== void 0 ? Math.max(Math.abs(numeric(n[2])), 1) : 1;
	let test = lte;
	if (y < x) {
		incr *= -1;
		test = gte;
	}
	const pad = n.some(isPadded);
	const cost = pad ? width : 1;
	let length = 0;
	for (let i = x; test(i, y) && N.length < max; i += incr) {
		budget.remaining -= cost;
		if (budget.remaining < 0) return;
		let c;
		if (isAlphaSequence) {
			c = String.fromCharCode(i);
			if (c === "\\") c = "";
		} else {
			c = String(i);
			if (pad) {
				const need = width - c.length;
				if (need > 0) {
					const z = new Array(need + 1).join("0");
					if (i < 0) c = "-" + z + c.slice(1);
					else c = z + c;
				}
			}
		}
		if (length + c.length > maxLength) break;
		N.push(c);
		length += c.length;
	}
	return N;
}
function expand_(str, max, maxLength, maxDepth, depth, maxRewrites, budget, isTop) {
	budget.remaining -= CALL_STEPS;
	if (depth > maxDepth) return [str];
	let acc = [""];
	let rewrites = 0;
	let dropEmpties = false;
	let firstGroup = true;
	let masked = str;
	for (;;) {
		const m = balancedWithBudget(str, masked, budget);
		if (!m) return combine(acc, str, [""], max, maxLength, dropEmpties, budget);
		if (m.unmatched) masked = maskUnmatchedOpens(masked, budget);
		const pre = m.pre;
		const literal = () => combine(acc, pre + "{" + m.body + "}" + m.post, [""], max, maxLength, dropEmpties, budget);
		if (/\$$/.test(pre)) {
			acc = combine(acc, pre + "{" + m.body + "}", [""], max, maxLength, dropEmpties && !m.post.length, budget);
			firstGroup = false;
			if (!m.post.length) break;
			str = m.post;
			masked = masked.slice(m.end + 1);
			continue;
		}
		const isNumericSequence = /^-?\d+\.\.-?\d+(?:\.\.-?\d+)?$/.test(m.body);
		const isAlphaSequence = /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(m.body);
		const isSequence = isNumericSequence || isAlphaSequence;
		const isOptions = m.body.indexOf(",") >= 0;
		if (!isSequence && !isOptions) {
			if (rewrites < maxRewrites && commaSetFollows(m.post, budget)) {
				rewrites++;
				str = m.pre + "{" + m.body + escClose + m.post;
				masked = masked.slice(0, m.end) + escClose + masked.slice(m.end + 1);
				isTop = true;
				continue;
			}
			return literal();
		}
		if (firstGroup) {
			dropEmpties = isTop && !isSequence;
			firstGroup = false;
		}
		let values;
		if (isSequence) {
			values = expandSequence(m.body, isAlphaSequence, max, maxLength, budget);
			if (!values) return literal();
		} else {
			let n = parseCommaParts(m.body, budget);
			if (!n) return literal();
			if (n.length === 1 && n[0] !== void 0) {
				n = expand_(n[0], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false).map(embrace);
				if (budget.remaining < 0) return literal();
				/* c8 ignore start */
				if (n.length === 1) {
					const next = combine(acc, pre + n[0], [""], max, maxLength, dropEmpties && !m.post.length, budget);
					if (budget.remaining < 0) return literal();
					acc = next;
					if (!m.post.length) break;
					str = m.post;
					masked = masked.slice(m.end + 1);
					continue;
				}
			}
			let dropsEmpties = dropEmpties && !m.post.length && !pre;
			for (let d = 0; dropsEmpties && d < acc.length; d++) if (acc[d]) dropsEmpties = false;
			values = [];
			let valuesLength = 0;
			outer: for (let j = 0; j < n.length; j++) {
				const expanded = expand_(n[j], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false);
				if (budget.remaining < 0) return literal();
				for (let k = 0; k < expanded.length; k++) {
					const v = expanded[k];
					if (dropsEmpties && !v) continue;
					if (values.length >= max || valuesLength + v.length > maxLength) break outer;
					values.push(v);
					valuesLength += v.length;
				}
			}
		}
		const next = combine(acc, pre, values, max, maxLength, dropEmpties && !m.post.length, budget);
		if (budget.remaining < 0) return literal();
		acc = next;
		if (!m.post.length) break;
		str = m.post;
		masked = masked.slice(m.end + 1);
	}
	return acc;
}
// node_modules/minimatch/dist/esm/assert-valid-pattern.js
const MAX_PATTERN_LENGTH = 65536;
const assertValidPattern = (pattern) => {
	if (typeof pattern !== "string") throw new TypeError("invalid pattern");
	if (pattern.length > MAX_PATTERN_LENGTH) throw new TypeError("pattern is too long");
};
// node_modules/minimatch/dist/esm/brace-expressions.js
const posixClasses = {
	"[:alnum:]": ["\\p{L}\\p{Nl}\\p{Nd}", true],
	"[:alpha:]": ["\\p{L}\\p{Nl}", true],
	"[:ascii:]": ["\\x00-\\x7f", false],
	"[:blank:]": ["\\p{Zs}\\t", true],
	"[:cntrl:]": ["\\p{Cc}", true],
	"[:digit:]": ["\\p{Nd}", true],
	"[:graph:]": [
		"\\p{Z}\\p{C}",
		true,
		true
	],
	"[:lower:]": ["\\p{Ll}", true],
	"[:print:]": ["\\p{C}", true],
	"[:punct:]": ["\\p{P}", true],
	"[:space:]": ["\\p{Z}\\t\\r\\n\\v\\f", true],
	"[:upper:]": ["\\p{Lu}", true],
	"[:word:]": ["\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}", true],
	"[:xdigit:]": ["A-Fa-f0-9", false]
};
const braceEscape = (s) => s.replace(/[[\]\\-]/g, "\\$&");
const regexpEscape = (s) => s.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, "\\$&");
const rangesToString = (ranges) => ranges.join("");
const parseClass = (glob, position) => {
	const pos = position;
	/* c8 ignore start */
	if (glob.charAt(pos) !== "[") throw new Error("not in a brace expression");
	/* c8 ignore stop */
	const ranges = [];
	const negs = [];
	let i = pos + 1;
	let sawStart = false;
	let uflag = false;
	let escaping = false;
	let negate = false;
	let endPos = pos;
	let rangeStart = "";
	WHILE: while (i < glob.length) {
		const c = glob.charAt(i);
		if ((c === "!" || c === "^") && i === pos + 1) {
			negate = true;
			i++;
			continue;
		}
		if (c === "]" && sawStart && !escaping) {
			endPos = i + 1;
			break;
		}
		sawStart = true;
		if (c === "\\") {
			if (!escaping) {
				escaping = true;
				i++;
				continue;
			}
		}
		if (c === "[" && !escaping) {
			for (const [cls, [unip, u, neg]] of Object.entries(posixClasses)) if (glob.startsWith(cls, i)) {
				if (rangeStart) return [
					"$.",
					false,
					glob.length - pos,
					true
				];
				i += cls.length;
				if (neg) negs.push(unip);
				else ranges.push(unip);
				uflag = uflag || u;
				continue WHILE;
			}
		}
		escaping = false;
		if (rangeStart) {
			if (c > rangeStart) ranges.push(braceEscape(rangeStart) + "-" + braceEscape(c));
			else if (c === rangeStart) ranges.push(braceEscape(c));
			rangeStart = "";
			i++;
			continue;
		}
		if (glob.startsWith("-]", i + 1)) {
			ranges.push(braceEscape(c + "-"));
			i += 2;
			continue;
		}
		if (glob.startsWith("-", i + 1)) {
			rangeStart = c;
			i += 2;
			continue;
		}
		ranges.push(braceEscape(c));
		i++;
	}
	if (endPos < i) return [
		"",
		false,
		0,
		false
	];
	if (!ranges.length && !negs.length) return [
		"$.",
		false,
		glob.length - pos,
		true
	];
	if (negs.length === 0 && ranges.length === 1 && /^\\?.$/.test(ranges[0]) && !negate) {
		const r = ranges[0].length === 2 ? ranges[0].slice(-1) : ranges[0];
		return [
			regexpEscape(r),
			false,
			endPos - pos,
			false
		];
	}
	const sranges = "[" + (negate ? "^" : "") + rangesToString(ranges) + "]";
	const snegs = "[" + (negate ? "" : "^") + rangesToString(negs) + "]";
	return [
		ranges.length && negs.length ? "(" + sranges + "|" + snegs + ")" : ranges.length ? sranges : snegs,
		uflag,
		endPos - pos,
		true
	];
};
// node_modules/minimatch/dist/esm/unescape.js
/**
* Un-escape a string that has been escaped with {@link escape}.
*
* If the {@link MinimatchOptions.windowsPathsNoEscape} option is used, then
* square-bracket escapes are removed, but not backslash escapes.
*
* For example, it will turn the string `'[*]'` into `*`, but it will not
* turn `'\\*'` into `'*'`, because `\` is a path separator in
* `windowsPathsNoEscape` mode.
*
* When `windowsPathsNoEscape` is not set, then both square-bracket escapes and
* backslash escapes are removed.
*
* Slashes (and backslashes in `windowsPathsNoEscape` mode) cannot be escaped
* or unescaped.
*
* When `magicalBraces` is not set, escapes of braces (`{` and `}`) will not be
* unescaped.
*/
const unescape = (s, { windowsPathsNoEscape = false, magicalBraces = true } = {}) => {
	if (magicalBraces) return windowsPathsNoEscape ? s.replace(/\[([^/\\])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\])\]/g, "$1$2").replace(/\\([^/])/g, "$1");
	return windowsPathsNoEscape ? s.replace(/\[([^/\\{}])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\{}])\]/g, "$1$2").replace(/\\([^/{}])/g, "$1");
};
// node_modules/minimatch/dist/esm/ast.js
var _a;
const types = /* @__PURE__ */ new Set([
	"!",
	"?",
	"+",
	"*",
	"@"
]);
const isExtglobType = (c) => types.has(c);
const isExtglobAST = (c) => isExtglobType(c.type);
const adoptionMap = /* @__PURE__ */ new Map([
	["!", ["@"]],
	["?", ["?", "@"]],
	["@", ["@"]],
	["*", [
		"*",
		"+",
		"?",
		"@"
	]],
	["+", ["+", "@"]]
]);
const adoptionWithSpaceMap = /* @__PURE__ */ new Map([
	["!", ["?"]],
	["@", ["?"]],
	["+", ["?", "*"]]
]);
const adoptionAnyMap = /* @__PURE__ */ new Map([
	["!", ["?", "@"]],
	["?", ["?", "@"]],
	["@", ["?", "@"]],
	["*", [
		"*",
		"+",
		"?",
		"@"
	]],
	["+", [
		"+",
		"@",
		"?",
		"*"
	]]
]);
const usurpMap = /* @__PURE__ */ new Map([
	["!", /* @__PURE__ */ new Map([["!", "@"]])],
	["?", /* @__PURE__ */ new Map([["*", "*"], ["+", "*"]])],
	["@", /* @__PURE__ */ new Map([
		["!", "!"],
		["?", "?"],
		["@", "@"],
		["*", "*"],
		["+", "+"]
	])],
	["+", /* @__PURE__ */ new Map([["?", "*"], ["*", "*"]])]
]);
const startNoTraversal = "(?!(?:^|/)\\.\\.?(?:$|/))";
const startNoDot = "(?!\\.)";
const addPatternStart = /* @__PURE__ */ new Set(["[", "."]);
const justDots = /* @__PURE__ */ new Set(["..", "."]);
const reSpecials = /* @__PURE__ */ new Set("().*{}+?[]^$\\!");
const regExpEscape$1 = (s) => s.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, "\\$&");
const qmark = "[^/]";
const star$1 = "[^/]*?";
const starNoEmpty = "[^/]+?";
let ID = 0;
var AST = class {
	type;
	#root;
	#hasMagic;
	#uflag = false;
	#parts = [];
	#parent;
	#parentIndex;
	#negs;
	#filledNegs = false;
	#options;
	#toString;
	#emptyExt = false;
	id = ++ID;
	get depth() {
		return (this.#parent?.depth ?? -1) + 1;
	}
	[Symbol.for("nodejs.util.inspect.custom")]() {
		return {
			"@@type": "AST",
			id: this.id,
			type: this.type,
			root: this.#root.id,
			parent: this.#parent?.id,
			depth: this.depth,
			partsLength: this.#parts.length,
			parts: this.#parts
		};
	}
	constructor(type, parent, options = {}) {
		this.type = type;
		if (type) this.#hasMagic = true;
		this.#parent = parent;
		this.#root = this.#parent ? this.#parent.#root : this;
		this.#options = this.#root === this ? options : this.#root.#options;
		this.#negs = this.#root === this ? [] : this.#root.#negs;
		if (type === "!" && !this.#root.#filledNegs) this.#negs.push(this);
		this.#parentIndex = this.#parent ? this.#parent.#parts.length : 0;
	}
	get hasMagic() {
		/* c8 ignore start */
		if (this.#hasMagic !== void 0) return this.#hasMagic;
		/* c8 ignore stop */
		for (const p of this.#parts) {
			if (typeof p === "string") continue;
			if (p.type || p.hasMagic) return this.#hasMagic = true;
		}
		return this.#hasMagic;
	}
	toString() {
		return this.#toString !== void 0 ? this.#toString : !this.type ? this.#toString = this.#parts.map((p) => String(p)).join("") : this.#toString = this.type + "(" + this.#parts.map((p) => String(p)).join("|") + ")";
	}
	#fillNegs() {
		/* c8 ignore start */
		if (this !== this.#root) throw new Error("should only call on root");
		if (this.#filledNegs) return this;
		/* c8 ignore stop */
		this.toString();
		this.#filledNegs = true;
		let n;
		while (n = this.#negs.pop()) {
			if (n.type !== "!") continue;
			let p = n;
			let pp = p.#parent;
			while (pp) {
				for (let i = p.#parentIndex + 1; !pp.type && i < pp.#parts.length; i++) for (const part of n.#parts) {
					/* c8 ignore start */
					if (typeof part === "string") throw new Error("string part in extglob AST??");
					/* c8 ignore stop */
					part.copyIn(pp.#parts[i]);
				}
				p = pp;
				pp = p.#parent;
			}
		}
		return this;
	}
	push(...parts) {
		for (const p of parts) {
			if (p === "") continue;
			/* c8 ignore start */
			if (typeof p !== "string" && !(p instanceof _a && p.#parent === this)) throw new Error("invalid part: " + p);
			/* c8 ignore stop */
			this.#parts.push(p);
		}
	}
	toJSON() {
		const ret = this.type === null ? this.#parts.slice().map((p) => typeof p === "string" ? p : p.toJSON()) : [this.type, ...this.#parts.map((p) => p.toJSON())];
		if (this.isStart() && !this.type) ret.unshift([]);
		if (this.isEnd() && (this === this.#root || this.#root.#filledNegs && this.#parent?.type === "!")) ret.push({});
		return ret;
	}
	isStart() {
		if (this.#root === this) return true;
		if (!this.#parent?.isStart()) return false;
		if (this.#parentIndex === 0) return true;
		const p = this.#parent;
		for (let i = 0; i < this.#parentIndex; i++) {
			const pp = p.#parts[i];
			if (!(pp instanceof _a && pp.type === "!")) return false;
		}
		return true;
	}
	isEnd() {
		if (this.#root === this) return true;
		if (this.#parent?.type === "!") return true;
		if (!this.#parent?.isEnd()) return false;
		if (!this.type) return this.#parent?.isEnd();
		/* c8 ignore start */
		const pl = this.#parent ? this.#parent.#parts.length : 0;
		/* c8 ignore stop */
		return this.#parentIndex === pl - 1;
	}
	copyIn(part) {
		if (typeof part === "string") this.push(part);
		else this.push(part.clone(this));
	}
	clone(parent) {
		const c = new _a(this.type, parent);
		for (const p of this.#parts) c.copyIn(p);
		return c;
	}
	static #parseAST(str, ast, pos, opt, extDepth) {
		const maxDepth = opt.maxExtglobRecursion ?? 2;
		let escaping = false;
		let inBrace = false;
		let braceStart = -1;
		let braceNeg = false;
		if (ast.type === null) {
			let i = pos;
			let acc = "";
			while (i < str.length) {
				const c = str.charAt(i++);
				if (escaping || c === "\\") {
					escaping = !escaping;
					acc += c;
					continue;
				}
				if (inBrace) {
					if (i === braceStart + 1) {
						if (c === "^" || c === "!") braceNeg = true;
					} else if (c === "]" && !(i === braceStart + 2 && braceNeg)) inBrace = false;
					acc += c;
					continue;
				} else if (c === "[") {
					inBrace = true;
					braceStart = i;
					braceNeg = false;
					acc += c;
					continue;
				}
				if (!opt.noext && isExtglobType(c) && str.charAt(i) === "(" && extDepth <= maxDepth) {
					ast.push(acc);
					acc = "";
					const ext = new _a(c, ast);
					i = _a.#parseAST(str, ext, i, opt, extDepth + 1);
					ast.push(ext);
					continue;
				}
				acc += c;
			}
			ast.push(acc);
			return i;
		}
		let i = pos + 1;
		let part = new _a(null, ast);
		const parts = [];
		let acc = "";
		while (i < str.length) {
			const c = str.charAt(i++);
			if (escaping || c === "\\") {
				escaping = !escaping;
				acc += c;
				continue;
			}
			if (inBrace) {
				if (i === braceStart + 1) {
					if (c === "^" || c === "!") braceNeg = true;
				} else if (c === "]" && !(i === braceStart + 2 && braceNeg)) inBrace = false;
				acc += c;
				continue;
			} else if (c === "[") {
				inBrace = true;
				braceStart = i;
				braceNeg = false;
				acc += c;
				continue;
			}
			/* c8 ignore stop */
			if (!opt.noext && isExtglobType(c) && str.charAt(i) === "(" && (extDepth <= maxDepth || ast && ast.#canAdoptType(c))) {
				const depthAdd = ast && ast.#canAdoptType(c) ? 0 : 1;
				part.push(acc);
				acc = "";
				const ext = new _a(c, part);
				part.push(ext);
				i = _a.#parseAST(str, ext, i, opt, extDepth + depthAdd);
				continue;
			}
			if (c === "|") {
				part.push(acc);
				acc = "";
				parts.push(part);
				part = new _a(null, ast);
				continue;
			}
			if (c === ")") {
				if (acc === "" && ast.#parts.length === 0) ast.#emptyExt = true;
				part.push(acc);
				acc = "";
				ast.push(...parts, part);
				return i;
			}
			acc += c;
		}
		ast.type = null;
		ast.#hasMagic = void 0;
		ast.#parts = [str.substring(pos - 1)];
		return i;
	}
	#canAdoptWithSpace(child) {
		return this.#canAdopt(child, adoptionWithSpaceMap);
	}
	#canAdopt(child, map = adoptionMap) {
		if (!child || typeof child !== "object" || child.type !== null || child.#parts.length !== 1 || this.type === null) return false;
		const gc = child.#parts[0];
		if (!gc || typeof gc !== "object" || gc.type === null) return false;
		return this.#canAdoptType(gc.type, map);
	}
	#canAdoptType(c, map = adoptionAnyMap) {
		return !!map.get(this.type)?.includes(c);
	}
	#adoptWithSpace(child, index) {
		const gc = child.#parts[0];
		const blank = new _a(null, gc, this.options);
		blank.#parts.push("");
		gc.push(blank);
		this.#adopt(child, index);
	}
	#adopt(child, index) {
		const gc = child.#parts[0];
		this.#parts.splice(index, 1, ...gc.#parts);
		for (const p of gc.#parts) if (typeof p === "object") p.#parent = this;
		this.#toString = void 0;
	}
	#canUsurpType(c) {
		return !!usurpMap.get(this.type)?.has(c);
	}
	#canUsurp(child) {
		if (!child || typeof child !== "object" || child.type !== null || child.#parts.length !== 1 || this.type === null || this.#parts.length !== 1) return false;
		const gc = child.#parts[0];
		if (!gc || typeof gc !== "object" || gc.type === null) return false;
		return this.#canUsurpType(gc.type);
	}
	#usurp(child) {
		const m = usurpMap.get(this.type);
		const gc = child.#parts[0];
		const nt = m?.get(gc.type);
		/* c8 ignore start - impossible */
		if (!nt) return false;
		/* c8 ignore stop */
		this.#parts = gc.#parts;
		for (const p of this.#parts) if (typeof p === "object") p.#parent = this;
		this.type = nt;
		this.#toString = void 0;
		this.#emptyExt = false;
	}
	static fromGlob(pattern, options = {}) {
		const ast = new _a(null, void 0, options);
		_a.#parseAST(pattern, ast, 0, options, 0);
		return ast;
	}
	toMMPattern() {
		/* c8 ignore start */
		if (this !== this.#root) return this.#root.toMMPattern();
		/* c8 ignore stop */
		const glob = this.toString();
		const [re, body, hasMagic, uflag] = this.toRegExpSource();
		if (!(hasMagic || this.#hasMagic || this.#options.nocase && !this.#options.nocaseMagicOnly && glob.toUpperCase() !== glob.toLowerCase())) return body;
		const flags = (this.#options.nocase ? "i" : "") + (uflag ? "u" : "");
		return Object.assign(new RegExp(`^${re}$`, flags), {
			_src: re,
			_glob: glob
		});
	}
	get options() {
		return this.#options;
	}
	toRegExpSource(allowDot) {
		const dot = allowDot ?? !!this.#options.dot;
		if (this.#root === this) {
			this.#flatten();
			this.#fillNegs();
		}
		if (!isExtglobAST(this)) {
			const noEmpty = this.isStart() && this.isEnd() && !this.#parts.some((s) => typeof s !== "string");
			const src = this.#parts.map((p) => {
				const [re, _, hasMagic, uflag] = typeof p === "string" ? _a.#parseGlob(p, this.#hasMagic, noEmpty) : p.toRegExpSource(allowDot);
				this.#hasMagic = this.#hasMagic || hasMagic;
				this.#uflag = this.#uflag || uflag;
				return re;
			}).join("");
			let start = "";
			if (this.isStart()) {
				if (typeof this.#parts[0] === "string") {
					if (!(this.#parts.length === 1 && justDots.has(this.#parts[0]))) {
						const aps = addPatternStart;
						const needNoTrav = dot && aps.has(src.charAt(0)) || src.startsWith("\\.") && aps.has(src.charAt(2)) || src.startsWith("\\.\\.") && aps.has(src.charAt(4));
						const needNoDot = !dot && !allowDot && aps.has(src.charAt(0));
						start = needNoTrav ? startNoTraversal : needNoDot ? startNoDot : "";
					}
				}
			}
			let end = "";
			if (this.isEnd() && this.#root.#filledNegs && this.#parent?.type === "!") end = "(?:$|\\/)";
			return [
				start + src + end,
				unescape(src),
				this.#hasMagic = !!this.#hasMagic,
				this.#uflag
			];
		}
		const repeated = this.type === "*" || this.type === "+";
		const start = this.type === "!" ? "(?:(?!(?:" : "(?:";
		let body = this.#partsToRegExp(dot);
		if (this.isStart() && this.isEnd() && !body && this.type !== "!") {
			const s = this.toString();
			const me = this;
			me.#parts = [s];
			me.type = null;
			me.#hasMagic = void 0;
			return [
				s,
				unescape(this.toString()),
				false,
				false
			];
		}
		let bodyDotAllowed = !repeated || allowDot || dot || false ? "" : this.#partsToRegExp(true);
		if (bodyDotAllowed === body) bodyDotAllowed = "";
		if (bodyDotAllowed) body = `(?:${body})(?:${bodyDotAllowed})*?`;
		let final = "";
		if (this.type === "!" && this.#emptyExt) final = (this.isStart() && !dot ? startNoDot : "") + starNoEmpty;
		else {
			const close = this.type === "!" ? "))" + (this.isStart() && !dot && !allowDot ? startNoDot : "") + "[^/]*?)" : this.type === "@" ? ")" : this.type === "?" ? ")?" : this.type === "+" && bodyDotAllowed ? ")" : this.type === "*" && bodyDotAllowed ? `)?` : `)${this.type}`;
			final = start + body + close;
		}
		return [
			final,
			unescape(body),
			this.#hasMagic = !!this.#hasMagic,
			this.#uflag
		];
	}
	#flatten() {
		if (!isExtglobAST(this)) {
			for (const p of this.#parts) if (typeof p === "object") p.#flatten();
		} else {
			let iterations = 0;
			let done = false;
			do {
				done = true;
				for (let i = 0; i < this.#parts.length; i++) {
					const c = this.#parts[i];
					if (typeof c === "object") {
						c.#flatten();
						if (this.#canAdopt(c)) {
							done = false;
							this.#adopt(c, i);
						} else if (this.#canAdoptWithSpace(c)) {
							done = false;
							this.#adoptWithSpace(c, i);
						} else if (this.#canUsurp(c)) {
							done = false;
							this.#usurp(c);
						}
					}
				}
			} while (!done && ++iterations < 10);
		}
		this.#toString = void 0;
	}
	#partsToRegExp(dot) {
		return this.#parts.map((p) => {
			/* c8 ignore start */
			if (typeof p === "string") throw new Error("string type in extglob ast??");
			/* c8 ignore stop */
			const [re, _, _hasMagic, uflag] = p.toRegExpSource(dot);
			this.#uflag = this.#uflag || uflag;
			return re;
		}).filter((p) => !(this.isStart() && this.isEnd()) || !!p).join("|");
	}
	static #parseGlob(glob, hasMagic, noEmpty = false) {
		let escaping = false;
		let re = "";
		let uflag = false;
		let inStar = false;
		for (let i = 0; i < glob.length; i++) {
			const c = glob.charAt(i);
			if (escaping) {
				escaping = false;
				re += (reSpecials.has(c) ? "\\" : "") + c;
				continue;
			}
			if (c === "*") {
				if (inStar) continue;
				inStar = true;
				re += noEmpty && /^[*]+$/.test(glob) ? starNoEmpty : star$1;
				hasMagic = true;
				continue;
			} else inStar = false;
			if (c === "\\") {
				if (i === glob.length - 1) re += "\\\\";
				else escaping = true;
				continue;
			}
			if (c === "[") {
				const [src, needUflag, consumed, magic] = parseClass(glob, i);
				if (consumed) {
					re += src;
					uflag = uflag || needUflag;
					i += consumed - 1;
					hasMagic = hasMagic || magic;
					continue;
				}
			}
			if (c === "?") {
				re += qmark;
				hasMagic = true;
				continue;
			}
			re += regExpEscape$1(c);
		}
		return [
			re,
			unescape(glob),
			!!hasMagic,
			uflag
		];
	}
};
_a = AST;
// node_modules/minimatch/dist/esm/escape.js
/**
* Escape all magic characters in a glob pattern.
*
* If the {@link MinimatchOptions.windowsPathsNoEscape}
* option is used, then characters are escaped by wrapping in `[]`, because
* a magic character wrapped in a character class can only be satisfied by
* that exact character.  In this mode, `\` is _not_ escaped, because it is
* not interpreted as a magic character, but instead as a path separator.
*
* If the {@link MinimatchOptions.magicalBraces} option is used,
* then braces (`{` and `}`) will be escaped.
*/
const escape = (s, { windowsPathsNoEscape = false, magicalBraces = false } = {}) => {
	if (magicalBraces) return windowsPathsNoEscape ? s.replace(/[?*()[\]{}]/g, "[$&]") : s.replace(/[?*()[\]\\{}]/g, "\\$&");
	return windowsPathsNoEscape ? s.replace(/[?*()[\]]/g, "[$&]") : s.replace(/[?*()[\]\\]/g, "\\$&");
};
// node_modules/minimatch/dist/esm/index.js
const minimatch = (p, pattern, options = {}) => {
	assertValidPattern(pattern);
	if (!options.nocomment && pattern.charAt(0) === "#") return false;
	return new Minimatch(pattern, options).match(p);
};
const starDotExtRE = /^\*+([^+@!?*[(]*)$/;
const starDotExtTest = (ext) => (f) => !f.startsWith(".") && f.endsWith(ext);
const starDotExtTestDot = (ext) => (f) => f.endsWith(ext);
const starDotExtTestNocase = (ext) => {
	ext = ext.toLowerCase();
	return (f) => !f.startsWith(".") && f.toLowerCase().endsWith(ext);
};
const starDotExtTestNocaseDot = (ext) => {
	ext = ext.toLowerCase();
	return (f) => f.toLowerCase().endsWith(ext);
};
const starDotStarRE = /^\*+\.\*+$/;
const starDotStarTest = (f) => !f.startsWith(".") && f.includes(".");
const starDotStarTestDot = (f) => f !== "." && f !== ".." && f.includes(".");
const dotStarRE = /^\.\*+$/;
const dotStarTest = (f) => f !== "." && f !== ".." && f.startsWith(".");
const starRE = /^\*+$/;
const starTest = (f) => f.length !== 0 && !f.startsWith(".");
const starTestDot = (f) => f.length !== 0 && f !== "." && f !== "..";
const qmarksRE = /^\?+([^+@!?*[(]*)?$/;
const qmarksTestNocase = ([$0, ext = ""]) => {
	const noext = qmarksTestNoExt([$0]);
	if (!ext) return noext;
	ext = ext.toLowerCase();
	return (f) => noext(f) && f.toLowerCase().endsWith(ext);
};
const qmarksTestNocaseDot = ([$0, ext = ""]) => {
	const noext = qmarksTestNoExtDot([$0]);
	if (!ext) return noext;
	ext = ext.toLowerCase();
	return (f) => noext(f) && f.toLowerCase().endsWith(ext);
};
const qmarksTestDot = ([$0, ext = ""]) => {
	const noext = qmarksTestNoExtDot([$0]);
	return !ext ? noext : (f) => noext(f) && f.endsWith(ext);
};
const qmarksTest = ([$0, ext = ""]) => {
	const noext = qmarksTestNoExt([$0]);
	return !ext ? noext : (f) => noext(f) && f.endsWith(ext);
};
const qmarksTestNoExt = ([$0]) => {
	const len = $0.length;
	return (f) => f.length === len && !f.startsWith(".");
};
const qmarksTestNoExtDot = ([$0]) => {
	const len = $0.length;
	return (f) => f.length === len && f !== "." && f !== "..";
};
/* c8 ignore start */
const defaultPlatform = typeof process === "object" && process ? typeof process.env === "object" && process.env && process.env.__MINIMATCH_TESTING_PLATFORM__ || process.platform : "posix";
const path$1 = {
	win32: { sep: "\\" },
	posix: { sep: "/" }
};
minimatch.sep = defaultPlatform === "win32" ? path$1.win32.sep : path$1.posix.sep;
const GLOBSTAR = Symbol("globstar **");
minimatch.GLOBSTAR = GLOBSTAR;
const star = "[^/]*?";
const twoStarDot = "(?:(?!(?:\\/|^)(?:\\.{1,2})($|\\/)).)*?";
const twoStarNoDot = "(?:(?!(?:\\/|^)\\.).)*?";
const filter = (pattern, options = {}) => (p) => minimatch(p, pattern, options);
minimatch.filter = filter;
const ext = (a, b = {}) => Object.assign({}, a, b);
const defaults = (def) => {
	if (!def || typeof def !== "object" || !Object.keys(def).length) return minimatch;
	const orig = minimatch;
	const m = (p, pattern, options = {}) => orig(p, pattern, ext(def, options));
	return Object.assign(m, {
		Minimatch: class Minimatch extends orig.Minimatch {
			constructor(pattern, options = {}) {
				super(pattern, ext(def, options));
			}
			static defaults(options) {
				return orig.defaults(ext(def, options)).Minimatch;
			}
		},
		AST: class AST extends orig.AST {
			/* c8 ignore start */
			constructor(type, parent, options = {}) {
				super(type, parent, ext(def, options));
			}
			/* c8 ignore stop */
			static fromGlob(pattern, options = {}) {
				return orig.AST.fromGlob(pattern, ext(def, options));
			}
		},
		unescape: (s, options = {}) => orig.unescape(s, ext(def, options)),
		escape: (s, options = {}) => orig.escape(s, ext(def, options)),
		filter: (pattern, options = {}) => orig.filter(pattern, ext(def, options)),
		defaults: (options) => orig.defaults(ext(def, options)),
		makeRe: (pattern, options = {}) => orig.makeRe(pattern, ext(def, options)),
		braceExpand: (pattern, options = {}) => orig.braceExpand(pattern, ext(def, options)),
		match: (list, pattern, options = {}) => orig.match(list, pattern, ext(def, options)),
		sep: orig.sep,
		GLOBSTAR
	});
};
minimatch.defaults = defaults;
const braceExpand = (pattern, options = {}) => {
	assertValidPattern(pattern);
	if (options.nobrace || !/\{(?:(?!\{).)*\}/.test(pattern)) return [pattern];
	return expand(pattern, { max: options.braceExpandMax });
};
minimatch.braceExpand = braceExpand;
const makeRe = (pattern, options = {}) => new Minimatch(pattern, options).makeRe();
minimatch.makeRe = makeRe;
const match = (list, pattern, options = {}) => {
	const mm = new Minimatch(pattern, options);
	list = list.filter((f) => mm.match(f));
	if (mm.options.nonull && !list.length) list.push(pattern);
	return list;
};
minimatch.match = match;
const globMagic = /[?*]|[+@!]\(.*?\)|\[|\]/;
const regExpEscape = (s) => s.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, "\\$&");
var Minimatch = class {
	options;
	set;
	pattern;
	windowsPathsNoEscape;
	nonegate;
	negate;
	comment;
	empty;
	preserveMultipleSlashes;
	partial;
	globSet;
	globParts;
	nocase;
	isWindows;
	platform;
	windowsNoMagicRoot;
	maxGlobstarRecursion;
	regexp;
	constructor(pattern, options = {}) {
		assertValidPattern(pattern);
		options = options || {};
		this.options = options;
		this.maxGlobstarRecursion = options.maxGlobstarRecursion ?? 200;
		this.pattern = pattern;
		this.platform = options.platform || defaultPlatform;
		this.isWindows = this.platform === "win32";
		const awe = "allowWindowsEscape";
		this.windowsPathsNoEscape = !!options.windowsPathsNoEscape || options[awe] === false;
		if (this.windowsPathsNoEscape) this.pattern = this.pattern.replace(/\\/g, "/");
		this.preserveMultipleSlashes = !!options.preserveMultipleSlashes;
		this.regexp = null;
		this.negate = false;
		this.nonegate = !!options.nonegate;
		this.comment = false;
		this.empty = false;
		this.partial = !!options.partial;
		this.nocase = !!this.options.nocase;
		this.windowsNoMagicRoot = options.windowsNoMagicRoot !== void 0 ? options.windowsNoMagicRoot : !!(this.isWindows && this.nocase);
		this.globSet = [];
		this.globParts = [];
		this.set = [];
		this.make();
	}
	hasMagic() {
		if (this.options.magicalBraces && this.set.length > 1) return true;
		for (const pattern of this.set) for (const part of pattern) if (typeof part !== "string") return true;
		return false;
	}
	debug(..._) {}
	make() {
		const pattern = this.pattern;
		const options = this.options;
		if (!options.nocomment && pattern.charAt(0) === "#") {
			this.comment = true;
			return;
		}
		if (!pattern) {
			this.empty = true;
			return;
		}
		this.parseNegate();
		this.globSet = [...new Set(this.braceExpand())];
		if (options.debug) this.debug = (...args) => console.error(...args);
		this.debug(this.pattern, this.globSet);
		const rawGlobParts = this.globSet.map((s) => this.slashSplit(s));
		this.globParts = this.preprocess(rawGlobParts);
		this.debug(this.pattern, this.globParts);
		let set = this.globParts.map((s, _, __) => {
			if (this.isWindows && this.windowsNoMagicRoot) {
				const isUNC = s[0] === "" && s[1] === "" && (s[2] === "?" || !globMagic.test(s[2])) && !globMagic.test(s[3]);
				const isDrive = /^[a-z]:/i.test(s[0]);
				if (isUNC) return [...s.slice(0, 4), ...s.slice(4).map((ss) => this.parse(ss))];
				else if (isDrive) return [s[0], ...s.slice(1).map((ss) => this.parse(ss))];
			}
			return s.map((ss) => this.parse(ss));
		});
		this.debug(this.pattern, set);
		this.set = set.filter((s) => s.indexOf(false) === -1);
		if (this.isWindows) for (let i = 0; i < this.set.length; i++) {
			const p = this.set[i];
			if (p[0] === "" && p[1] === "" && this.globParts[i][2] === "?" && typeof p[3] === "string" && /^[a-z]:$/i.test(p[3])) p[2] = "?";
		}
		this.debug(this.pattern, this.set);
	}
	preprocess(globParts) {
		if (this.options.noglobstar) {
			for (const partset of globParts) for (let j = 0; j < partset.length; j++) if (partset[j] === "**") partset[j] = "*";
		}
		const { optimizationLevel = 1 } = this.options;
		if (optimizationLevel >= 2) {
			globParts = this.firstPhasePreProcess(globParts);
			globParts = this.secondPhasePreProcess(globParts);
		} else if (optimizationLevel >= 1) globParts = this.levelOneOptimize(globParts);
		else globParts = this.adjascentGlobstarOptimize(globParts);
		return globParts;
	}
	adjascentGlobstarOptimize(globParts) {
		return globParts.map((parts) => {
			let gs = -1;
			while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
				let i = gs;
				while (parts[i + 1] === "**") i++;
				if (i !== gs) parts.splice(gs, i - gs);
			}
			return parts;
		});
	}
	levelOneOptimize(globParts) {
		return globParts.map((parts) => {
			parts = parts.reduce((set, part) => {
				const prev = set[set.length - 1];
				if (part === "**" && prev === "**") return set;
				if (part === "..") {
					if (prev && prev !== ".." && prev !== "." && prev !== "**") {
						set.pop();
						return set;
					}
				}
				set.push(part);
				return set;
			}, []);
			return parts.length === 0 ? [""] : parts;
		});
	}
	levelTwoFileOptimize(parts) {
		if (!Array.isArray(parts)) parts = this.slashSplit(parts);
		let didSomething = false;
		do {
			didSomething = false;
			if (!this.preserveMultipleSlashes) {
				for (let i = 1; i < parts.length - 1; i++) {
					const p = parts[i];
					if (i === 1 && p === "" && parts[0] === "") continue;
					if (p === "." || p === "") {
						didSomething = true;
						parts.splice(i, 1);
						i--;
					}
				}
				if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
					didSomething = true;
					parts.pop();
				}
			}
			let dd = 0;
			while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
				const p = parts[dd - 1];
				if (p && p !== "." && p !== ".." && p !== "**" && !(this.isWindows && /^[a-z]:$/i.test(p))) {
					didSomething = true;
					parts.splice(dd - 1, 2);
					dd -= 2;
				}
			}
		} while (didSomething);
		return parts.length === 0 ? [""] : parts;
	}
	firstPhasePreProcess(globParts) {
		let didSomething = false;
		do {
			didSomething = false;
			for (let parts of globParts) {
				let gs = -1;
				while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
					let gss = gs;
					while (parts[gss + 1] === "**") gss++;
					if (gss > gs) parts.splice(gs + 1, gss - gs);
					let next = parts[gs + 1];
					const p = parts[gs + 2];
					const p2 = parts[gs + 3];
					if (next !== "..") continue;
					if (!p || p === "." || p === ".." || !p2 || p2 === "." || p2 === "..") continue;
					didSomething = true;
					parts.splice(gs, 1);
					const other = parts.slice(0);
					other[gs] = "**";
					globParts.push(other);
					gs--;
				}
				if (!this.preserveMultipleSlashes) {
					for (let i = 1; i < parts.length - 1; i++) {
						const p = parts[i];
						if (i === 1 && p === "" && parts[0] === "") continue;
						if (p === "." || p === "") {
							didSomething = true;
							parts.splice(i, 1);
							i--;
						}
					}
					if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
						didSomething = true;
						parts.pop();
					}
				}
				let dd = 0;
				while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
					const p = parts[dd - 1];
					if (p && p !== "." && p !== ".." && p !== "**") {
						didSomething = true;
						const splin = dd === 1 && parts[dd + 1] === "**" ? ["."] : [];
						parts.splice(dd - 1, 2, ...splin);
						if (parts.length === 0) parts.push("");
						dd -= 2;
					}
				}
			}
		} while (didSomething);
		return globParts;
	}
	secondPhasePreProcess(globParts) {
		for (let i = 0; i < globParts.length - 1; i++) for (let j = i + 1; j < globParts.length; j++) {
			const matched = this.partsMatch(globParts[i], globParts[j], !this.preserveMultipleSlashes);
			if (matched) {
				globParts[i] = [];
				globParts[j] = matched;
				break;
			}
		}
		return globParts.filter((gs) => gs.length);
	}
	partsMatch(a, b, emptyGSMatch = false) {
		let ai = 0;
		let bi = 0;
		let result = [];
		let which = "";
		while (ai < a.length && bi < b.length) if (a[ai] === b[bi]) {
			result.push(which === "b" ? b[bi] : a[ai]);
			ai++;
			bi++;
		} else if (emptyGSMatch && a[ai] === "**" && b[bi] === a[ai + 1]) {
			result.push(a[ai]);
			ai++;
		} else if (emptyGSMatch && b[bi] === "**" && a[ai] === b[bi + 1]) {
			result.push(b[bi]);
			bi++;
		} else if (a[ai] === "*" && b[bi] && (this.options.dot || !b[bi].startsWith(".")) && b[bi] !== "**") {
			if (which === "b") return false;
			which = "a";
			result.push(a[ai]);
			ai++;
			bi++;
		} else if (b[bi] === "*" && a[ai] && (this.options.dot || !a[ai].startsWith(".")) && a[ai] !== "**") {
			if (which === "a") return false;
			which = "b";
			result.push(b[bi]);
			ai++;
			bi++;
		} else return false;
		return a.length === b.length && result;
	}
	parseNegate() {
		if (this.nonegate) return;
		const pattern = this.pattern;
		let negate = false;
		let negateOffset = 0;
		for (let i = 0; i < pattern.length && pattern.charAt(i) === "!"; i++) {
			negate = !negate;
			negateOffset++;
		}
		if (negateOffset) this.pattern = pattern.slice(negateOffset);
		this.negate = negate;
	}
	matchOne(file, pattern, partial = false) {
		let fileStartIndex = 0;
		let patternStartIndex = 0;
		if (this.isWindows) {
			const fileDrive = typeof file[0] === "string" && /^[a-z]:$/i.test(file[0]);
			const fileUNC = !fileDrive && file[0] === "" && file[1] === "" && file[2] === "?" && /^[a-z]:$/i.test(file[3]);
			const patternDrive = typeof pattern[0] === "string" && /^[a-z]:$/i.test(pattern[0]);
			const patternUNC = !patternDrive && pattern[0] === "" && pattern[1] === "" && pattern[2] === "?" && typeof pattern[3] === "string" && /^[a-z]:$/i.test(pattern[3]);
			const fdi = fileUNC ? 3 : fileDrive ? 0 : void 0;
			const pdi = patternUNC ? 3 : patternDrive ? 0 : void 0;
			if (typeof fdi === "number" && typeof pdi === "number") {
				const [fd, pd] = [file[fdi], pattern[pdi]];
				if (fd.toLowerCase() === pd.toLowerCase()) {
					pattern[pdi] = fd;
					patternStartIndex = pdi;
					fileStartIndex = fdi;
				}
			}
		}
		const { optimizationLevel = 1 } = this.options;
		if (optimizationLevel >= 2) file = this.levelTwoFileOptimize(file);
		if (pattern.includes(GLOBSTAR)) return this.#matchGlobstar(file, pattern, partial, fileStartIndex, patternStartIndex);
		return this.#matchOne(file, pattern, partial, fileStartIndex, patternStartIndex);
	}
	#matchGlobstar(file, pattern, partial, fileIndex, patternIndex) {
		const firstgs = pattern.indexOf(GLOBSTAR, patternIndex);
		const lastgs = pattern.lastIndexOf(GLOBSTAR);
		const [head, body, tail] = partial ? [
			pattern.slice(patternIndex, firstgs),
			pattern.slice(firstgs + 1),
			[]
		] : [
			pattern.slice(patternIndex, firstgs),
			pattern.slice(firstgs + 1, lastgs),
			pattern.slice(lastgs + 1)
		];
		if (head.length) {
			const fileHead = file.slice(fileIndex, fileIndex + head.length);
			if (!this.#matchOne(fileHead, head, partial, 0, 0)) return false;
			fileIndex += head.length;
			patternIndex += head.length;
		}
		let fileTailMatch = 0;
		if (tail.length) {
			if (tail.length + fileIndex > file.length) return false;
			let tailStart = file.length - tail.length;
			if (this.#matchOne(file, tail, partial, tailStart, 0)) fileTailMatch = tail.length;
			else {
				if (file[file.length - 1] !== "" || fileIndex + tail.length === file.length) return false;
				tailStart--;
				if (!this.#matchOne(file, tail, partial, tailStart, 0)) return false;
				fileTailMatch = tail.length + 1;
			}
		}
		if (!body.length) {
			let sawSome = !!fileTailMatch;
			for (let i = fileIndex; i < file.length - fileTailMatch; i++) {
				const f = String(file[i]);
				sawSome = true;
				if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) return false;
			}
			return partial || sawSome;
		}
		const bodySegments = [[[], 0]];
		let currentBody = bodySegments[0];
		let nonGsParts = 0;
		const nonGsPartsSums = [0];
		for (const b of body) if (b === GLOBSTAR) {
			nonGsPartsSums.push(nonGsParts);
			currentBody = [[], 0];
			bodySegments.push(currentBody);
		} else {
			currentBody[0].push(b);
			nonGsParts++;
		}
		let i = bodySegments.length - 1;
		const fileLength = file.length - fileTailMatch;
		for (const b of bodySegments) b[1] = fileLength - (nonGsPartsSums[i--] + b[0].length);
		return !!this.#matchGlobStarBodySections(file, bodySegments, fileIndex, 0, partial, 0, !!fileTailMatch);
	}
	#matchGlobStarBodySections(file, bodySegments, fileIndex, bodyIndex, partial, globStarDepth, sawTail) {
		const bs = bodySegments[bodyIndex];
		if (!bs) {
			for (let i = fileIndex; i < file.length; i++) {
				sawTail = true;
				const f = file[i];
				if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) return false;
			}
			return sawTail;
		}
		const [body, after] = bs;
		while (fileIndex <= after) {
			if (this.#matchOne(file.slice(0, fileIndex + body.length), body, partial, fileIndex, 0) && globStarDepth < this.maxGlobstarRecursion) {
				const sub = this.#matchGlobStarBodySections(file, bodySegments, fileIndex + body.length, bodyIndex + 1, partial, globStarDepth + 1, sawTail);
				if (sub !== false) return sub;
			}
			const f = file[fileIndex];
			if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) return false;
			fileIndex++;
		}
		return partial || null;
	}
	#matchOne(file, pattern, partial, fileIndex, patternIndex) {
		let fi;
		let pi;
		let pl;
		let fl;
		for (fi = fileIndex, pi = patternIndex, fl = file.length, pl = pattern.length; fi < fl && pi < pl; fi++, pi++) {
			this.debug("matchOne loop");
			let p = pattern[pi];
			let f = file[fi];
			this.debug(pattern, p, f);
			/* c8 ignore start */
			if (p === false || p === GLOBSTAR) return false;
			/* c8 ignore stop */
			let hit;
			if (typeof p === "string") {
				hit = f === p;
				this.debug("string match", p, f, hit);
			} else {
				hit = p.test(f);
				this.debug("pattern match", p, f, hit);
			}
			if (!hit) return false;
		}
		if (fi === fl && pi === pl) return true;
		else if (fi === fl) return partial;
		else if (pi === pl) return fi === fl - 1 && file[fi] === "";
		else throw new Error("wtf?");
		/* c8 ignore stop */
	}
	braceExpand() {
		return braceExpand(this.pattern, this.options);
	}
	parse(pattern) {
		assertValidPattern(pattern);
		const options = this.options;
		if (pattern === "**") return GLOBSTAR;
		if (pattern === "") return "";
		let m;
		let fastTest = null;
		if (m = pattern.match(starRE)) fastTest = options.dot ? starTestDot : starTest;
		else if (m = pattern.match(starDotExtRE)) fastTest = (options.nocase ? options.dot ? starDotExtTestNocaseDot : starDotExtTestNocase : options.dot ? starDotExtTestDot : starDotExtTest)(m[1]);
		else if (m = pattern.match(qmarksRE)) fastTest = (options.nocase ? options.dot ? qmarksTestNocaseDot : qmarksTestNocase : options.dot ? qmarksTestDot : qmarksTest)(m);
		else if (m = pattern.match(starDotStarRE)) fastTest = options.dot ? starDotStarTestDot : starDotStarTest;
		else if (m = pattern.match(dotStarRE)) fastTest = dotStarTest;
		const re = AST.fromGlob(pattern, this.options).toMMPattern();
		if (fastTest && typeof re === "object") Reflect.defineProperty(re, "test", { value: fastTest });
		return re;
	}
	makeRe() {
		if (this.regexp || this.regexp === false) return this.regexp;
		const set = this.set;
		if (!set.length) {
			this.regexp = false;
			return this.regexp;
		}
		const options = this.options;
		const twoStar = options.noglobstar ? star : options.dot ? twoStarDot : twoStarNoDot;
		const flags = new Set(options.nocase ? ["i"] : []);
		let re = set.map((pattern) => {
			const pp = pattern.map((p) => {
				if (p instanceof RegExp) for (const f of p.flags.split("")) flags.add(f);
				return typeof p === "string" ? regExpEscape(p) : p === GLOBSTAR ? GLOBSTAR : p._src;
			});
			pp.forEach((p, i) => {
				const next = pp[i + 1];
				const prev = pp[i - 1];
				if (p !== GLOBSTAR || prev === GLOBSTAR) return;
				if (prev === void 0) {
					if (next !== void 0 && next !== GLOBSTAR) pp[i + 1] = "(?:\\/|" + twoStar + "\\/)?" + next;
					else pp[i] = twoStar;
				} else if (next === void 0) pp[i - 1] = prev + "(?:\\/|\\/" + twoStar + ")?";
				else if (next !== GLOBSTAR) {
					pp[i - 1] = prev + "(?:\\/|\\/" + twoStar + "\\/)" + next;
					pp[i + 1] = GLOBSTAR;
				}
			});
			const filtered = pp.filter((p) => p !== GLOBSTAR);
			if (this.partial && filtered.length >= 1) {
				const prefixes = [];
				for (let i = 1; i <= filtered.length; i++) prefixes.push(filtered.slice(0, i).join("/"));
				return "(?:" + prefixes.join("|") + ")";
			}
			return filtered.join("/");
		}).join("|");
		const [open, close] = set.length > 1 ? ["(?:", ")"] : ["", ""];
		re = "^" + open + re + close + "$";
		if (this.partial) re = "^(?:\\/|" + open + re.slice(1, -1) + close + ")$";
		if (this.negate) re = "^(?!" + re + ").+$";
		try {
			this.regexp = new RegExp(re, [...flags].join(""));
		} catch {
			this.regexp = false;
		}
		/* c8 ignore stop */
		return this.regexp;
	}
	slashSplit(p) {
		if (this.preserveMultipleSlashes) return p.split("/");
		else if (this.isWindows && /^\/\/[^/]+/.test(p)) return ["", ...p.split(/\/+/)];
		else return p.split(/\/+/);
	}
	match(f, partial = this.partial) {
		this.debug("match", f, this.pattern);
		if (this.comment) return false;
		if (this.empty) return f === "";
		if (f === "/" && partial) return true;
		const options = this.options;
		if (this.isWindows) f = f.split("\\").join("/");
		const ff = this.slashSplit(f);
		this.debug(this.pattern, "split", ff);
		const set = this.set;
		this.debug(this.pattern, "set", set);
		let filename = ff[ff.length - 1];
		if (!filename) for (let i = ff.length - 2; !filename && i >= 0; i--) filename = ff[i];
		for (const pattern of set) {
			let file = ff;
			if (options.matchBase && pattern.length === 1) file = [filename];
			if (this.matchOne(file, pattern, partial)) {
				if (options.flipNegate) return true;
				return !this.negate;
			}
		}
		if (options.flipNegate) return false;
		return this.negate;
	}
	static defaults(def) {
		return minimatch.defaults(def).Minimatch;
	}
};
/* c8 ignore stop */
minimatch.AST = AST;
minimatch.Minimatch = Minimatch;
minimatch.escape = escape;
minimatch.unescape = unescape;
// node_modules/@actions/glob/lib/internal-path.js
const IS_WINDOWS$2 = process.platform === "win32";
/**
* Helper class for parsing paths into segments
*/
var Path = class {
	/**
	* Constructs a Path
	* @param itemPath Path or array of segments
	*/
	constructor(itemPath) {
		this.segments = [];
		if (typeof itemPath === "string") {
			assert__WEBPACK_IMPORTED_MODULE_14__(itemPath, `Parameter 'itemPath' must not be empty`);
			itemPath = safeTrimTrailingSeparator(itemPath);
			if (!hasRoot(itemPath)) this.segments = itemPath.split(path__WEBPACK_IMPORTED_MODULE_13__.sep);
			else {
				let remaining = itemPath;
				let dir = dirname(remaining);
				while (dir !== remaining) {
					const basename = path__WEBPACK_IMPORTED_MODULE_13__.basename(remaining);
					this.segments.unshift(basename);
					remaining = dir;
					dir = dirname(remaining);
				}
				this.segments.unshift(remaining);
			}
		} else {
			assert__WEBPACK_IMPORTED_MODULE_14__(itemPath.length > 0, `Parameter 'itemPath' must not be an empty array`);
			for (let i = 0; i < itemPath.length; i++) {
				let segment = itemPath[i];
				assert__WEBPACK_IMPORTED_MODULE_14__(segment, `Parameter 'itemPath' must not contain any empty segments`);
				segment = normalizeSeparators(itemPath[i]);
				if (i === 0 && hasRoot(segment)) {
					segment = safeTrimTrailingSeparator(segment);
					assert__WEBPACK_IMPORTED_MODULE_14__(segment === dirname(segment), `Parameter 'itemPath' root segment contains information for multiple segments`);
					this.segments.push(segment);
				} else {
					assert__WEBPACK_IMPORTED_MODULE_14__(!segment.includes(path__WEBPACK_IMPORTED_MODULE_13__.sep), `Parameter 'itemPath' contains unexpected path separators`);
					this.segments.push(segment);
				}
			}
		}
	}
	/**
	* Converts the path to it's string representation
	*/
	toString() {
		let result = this.segments[0];
		let skipSlash = result.endsWith(path__WEBPACK_IMPORTED_MODULE_13__.sep) || IS_WINDOWS$2 && /^[A-Z]:$/i.test(result);
		for (let i = 1; i < this.segments.length; i++) {
			if (skipSlash) skipSlash = false;
			else result += path__WEBPACK_IMPORTED_MODULE_13__.sep;
			result += this.segments[i];
		}
		return result;
	}
};
// node_modules/@actions/glob/lib/internal-pattern.js
const IS_WINDOWS$1 = process.platform === "win32";
var Pattern = class Pattern {
	constructor(patternOrNegate, isImplicitPattern = false, segments, homedir) {
		/**
		* Indicates whether matches should be excluded from the result set
		*/
		this.negate = false;
		let pattern;
		if (typeof patternOrNegate === "string") pattern = patternOrNegate.trim();
		else {
			segments = segments || [];
			assert__WEBPACK_IMPORTED_MODULE_14__(segments.length, `Parameter 'segments' must not empty`);
			const root = Pattern.getLiteral(segments[0]);
			assert__WEBPACK_IMPORTED_MODULE_14__(root && hasAbsoluteRoot(root), `Parameter 'segments' first element must be a root path`);
			pattern = new Path(segments).toString().trim();
			if (patternOrNegate) pattern = `!${pattern}`;
		}
		while (pattern.startsWith("!")) {
			this.negate = !this.negate;
			pattern = pattern.substr(1).trim();
		}
		pattern = Pattern.fixupPattern(pattern, homedir);
		this.segments = new Path(pattern).segments;
		this.trailingSeparator = normalizeSeparators(pattern).endsWith(path__WEBPACK_IMPORTED_MODULE_13__.sep);
		pattern = safeTrimTrailingSeparator(pattern);
		let foundGlob = false;
		const searchSegments = this.segments.map((x) => Pattern.getLiteral(x)).filter((x) => !foundGlob && !(foundGlob = x === ""));
		this.searchPath = new Path(searchSegments).toString();
		this.rootRegExp = new RegExp(Pattern.regExpEscape(searchSegments[0]), IS_WINDOWS$1 ? "i" : "");
		this.isImplicitPattern = isImplicitPattern;
		const minimatchOptions = {
			dot: true,
			nobrace: true,
			nocase: IS_WINDOWS$1,
			nocomment: true,
			noext: true,
			nonegate: true
		};
		pattern = IS_WINDOWS$1 ? pattern.replace(/\\/g, "/") : pattern;
		this.minimatch = new Minimatch(pattern, minimatchOptions);
	}
	/**
	* Matches the pattern against the specified path
	*/
	match(itemPath) {
		if (this.segments[this.segments.length - 1] === "**") {
			itemPath = normalizeSeparators(itemPath);
			if (!itemPath.endsWith(path__WEBPACK_IMPORTED_MODULE_13__.sep) && this.isImplicitPattern === false) itemPath = `${itemPath}${path__WEBPACK_IMPORTED_MODULE_13__.sep}`;
		} else itemPath = safeTrimTrailingSeparator(itemPath);
		if (this.minimatch.match(itemPath)) return this.trailingSeparator ? MatchKind.Directory : MatchKind.All;
		return MatchKind.None;
	}
	/**
	* Indicates whether the pattern may match descendants of the specified path
	*/
	partialMatch(itemPath) {
		itemPath = safeTrimTrailingSeparator(itemPath);
		if (dirname(itemPath) === itemPath) return this.rootRegExp.test(itemPath);
		return this.minimatch.matchOne(itemPath.split(IS_WINDOWS$1 ? /\\+/ : /\/+/), this.minimatch.set[0], true);
	}
	/**
	* Escapes glob patterns within a path
	*/
	static globEscape(s) {
		return (IS_WINDOWS$1 ? s : s.replace(/\\/g, "\\\\")).replace(/(\[)(?=[^/]+\])/g, "[[]").replace(/\?/g, "[?]").replace(/\*/g, "[*]");
	}
	/**
	* Normalizes slashes and ensures absolute root
	*/
	static fixupPattern(pattern, homedir) {
		assert__WEBPACK_IMPORTED_MODULE_14__(pattern, "pattern cannot be empty");
		const literalSegments = new Path(pattern).segments.map((x) => Pattern.getLiteral(x));
		assert__WEBPACK_IMPORTED_MODULE_14__(literalSegments.every((x, i) => (x !== "." || i === 0) && x !== ".."), `Invalid pattern '${pattern}'. Relative pathing '.' and '..' is not allowed.`);
		assert__WEBPACK_IMPORTED_MODULE_14__(!hasRoot(pattern) || literalSegments[0], `Invalid pattern '${pattern}'. Root segment must not contain globs.`);
		pattern = normalizeSeparators(pattern);
		if (pattern === "." || pattern.startsWith(`.${path__WEBPACK_IMPORTED_MODULE_13__.sep}`)) pattern = Pattern.globEscape(process.cwd()) + pattern.substr(1);
		else if (pattern === "~" || pattern.startsWith(`~${path__WEBPACK_IMPORTED_MODULE_13__.sep}`)) {
			homedir = homedir || os__WEBPACK_IMPORTED_MODULE_10__.homedir();
			assert__WEBPACK_IMPORTED_MODULE_14__(homedir, "Unable to determine HOME directory");
			assert__WEBPACK_IMPORTED_MODULE_14__(hasAbsoluteRoot(homedir), `Expected HOME directory to be a rooted path. Actual '${homedir}'`);
			pattern = Pattern.globEscape(homedir) + pattern.substr(1);
		} else if (IS_WINDOWS$1 && (pattern.match(/^[A-Z]:$/i) || pattern.match(/^[A-Z]:[^\\]/i))) {
			let root = ensureAbsoluteRoot("C:\\dummy-root", pattern.substr(0, 2));
			if (pattern.length > 2 && !root.endsWith("\\")) root += "\\";
			pattern = Pattern.globEscape(root) + pattern.substr(2);
		} else if (IS_WINDOWS$1 && (pattern === "\\" || pattern.match(/^\\[^\\]/))) {
			let root = ensureAbsoluteRoot("C:\\dummy-root", "\\");
			if (!root.endsWith("\\")) root += "\\";
			pattern = Pattern.globEscape(root) + pattern.substr(1);
		} else pattern = ensureAbsoluteRoot(Pattern.globEscape(process.cwd()), pattern);
		return normalizeSeparators(pattern);
	}
	/**
	* Attempts to unescape a pattern segment to create a literal path segment.
	* Otherwise returns empty string.
	*/
	static getLiteral(segment) {
		let literal = "";
		for (let i = 0; i < segment.length; i++) {
			const c = segment[i];
			if (c === "\\" && !IS_WINDOWS$1 && i + 1 < segment.length) {
				literal += segment[++i];
				continue;
			} else if (c === "*" || c === "?") return "";
			else if (c === "[" && i + 1 < segment.length) {
				let set = "";
				let closed = -1;
				for (let i2 = i + 1; i2 < segment.length; i2++) {
					const c2 = segment[i2];
					if (c2 === "\\" && !IS_WINDOWS$1 && i2 + 1 < segment.length) {
						set += segment[++i2];
						continue;
					} else if (c2 === "]") {
						closed = i2;
						break;
					} else set += c2;
				}
				if (closed >= 0) {
					if (set.length > 1) return "";
					if (set) {
						literal += set;
						i = closed;
						continue;
					}
				}
			}
			literal += c;
		}
		return literal;
	}
	/**
	* Escapes regexp special characters
	* https://javascript.info/regexp-escaping
	*/
	static regExpEscape(s) {
		return s.replace(/[[\\^$.|?*+()]/g, "\\$&");
	}
};
// node_modules/@actions/glob/lib/internal-search-state.js
var SearchState = class {
	constructor(path, level) {
		this.path = path;
		this.level = level;
	}
};
// node_modules/@actions/glob/lib/internal-globber.js
var __awaiter$2 = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
var __asyncValues$1 = function(o) {
	if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
	var m = o[Symbol.asyncIterator], i;
	return m ? m.call(o) : (o = typeof __values === "function" ? __values(o) : o[Symbol.iterator](), i = {}, verb("next"), verb("throw"), verb("return"), i[Symbol.asyncIterator] = function() {
		return this;
	}, i);
	function verb(n) {
		i[n] = o[n] && function(v) {
			return new Promise(function(resolve, reject) {
				v = o[n](v), settle(resolve, reject, v.done, v.value);
			});
		};
	}
	function settle(resolve, reject, d, v) {
		Promise.resolve(v).then(function(v) {
			resolve({
				value: v,
				done: d
			});
		}, reject);
	}
};
var __await = function(v) {
	return this instanceof __await ? (this.v = v, this) : new __await(v);
};
var __asyncGenerator = function(thisArg, _arguments, generator) {
	if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
	var g = generator.apply(thisArg, _arguments || []), i, q = [];
	return i = Object.create((typeof AsyncIterator === "function" ? AsyncIterator : Object).prototype), verb("next"), verb("throw"), verb("return", awaitReturn), i[Symbol.asyncIterator] = function() {
		return this;
	}, i;
	function awaitReturn(f) {
		return function(v) {
			return Promise.resolve(v).then(f, reject);
		};
	}
	function verb(n, f) {
		if (g[n]) {
			i[n] = function(v) {
				return new Promise(function(a, b) {
					q.push([
						n,
						v,
						a,
						b
					]) > 1 || resume(n, v);
				});
			};
			if (f) i[n] = f(i[n]);
		}
	}
	function resume(n, v) {
		try {
			step(g[n](v));
		} catch (e) {
			settle(q[0][3], e);
		}
	}
	function step(r) {
		r.value instanceof __await ? Promise.resolve(r.value.v).then(fulfill, reject) : settle(q[0][2], r);
	}
	function fulfill(value) {
		resume("next", value);
	}
	function reject(value) {
		resume("throw", value);
	}
	function settle(f, v) {
		if (f(v), q.shift(), q.length) resume(q[0][0], q[0][1]);
	}
};
const IS_WINDOWS = process.platform === "win32";
var DefaultGlobber = class DefaultGlobber {
	constructor(options) {
		this.patterns = [];
		this.searchPaths = [];
		this.options = getOptions(options);
	}
	getSearchPaths() {
		return this.searchPaths.slice();
	}
	glob() {
		return __awaiter$2(this, void 0, void 0, function* () {
			var _a, e_1, _b, _c;
			const result = [];
			try {
				for (var _d = true, _e = __asyncValues$1(this.globGenerator()), _f; _f = yield _e.next(), _a = _f.done, !_a; _d = true) {
					_c = _f.value;
					_d = false;
					const itemPath = _c;
					result.push(itemPath);
				}
			} catch (e_1_1) {
				e_1 = { error: e_1_1 };
			} finally {
				try {
					if (!_d && !_a && (_b = _e.return)) yield _b.call(_e);
				} finally {
					if (e_1) throw e_1.error;
				}
			}
			return result;
		});
	}
	globGenerator() {
		return __asyncGenerator(this, arguments, function* globGenerator_1() {
			const options = getOptions(this.options);
			const patterns = [];
			for (const pattern of this.patterns) {
				patterns.push(pattern);
				if (options.implicitDescendants && (pattern.trailingSeparator || pattern.segments[pattern.segments.length - 1] !== "**")) patterns.push(new Pattern(pattern.negate, true, pattern.segments.concat("**")));
			}
			const stack = [];
			for (const searchPath of getSearchPaths(patterns)) {
				debug(`Search path '${searchPath}'`);
				try {
					yield __await(fs__WEBPACK_IMPORTED_MODULE_12__.promises.lstat(searchPath));
				} catch (err) {
					if (err.code === "ENOENT") continue;
					throw err;
				}
				stack.unshift(new SearchState(searchPath, 1));
			}
			const traversalChain = [];
			while (stack.length) {
				const item = stack.pop();
				const match = match$1(patterns, item.path);
				const partialMatch$1 = !!match || partialMatch(patterns, item.path);
				if (!match && !partialMatch$1) continue;
				const stats = yield __await(DefaultGlobber.stat(item, options, traversalChain));
				if (!stats) continue;
				if (options.excludeHiddenFiles && path__WEBPACK_IMPORTED_MODULE_13__.basename(item.path).match(/^\./)) continue;
				if (stats.isDirectory()) {
					if (match & MatchKind.Directory && options.matchDirectories) yield yield __await(item.path);
					else if (!partialMatch$1) continue;
					const childLevel = item.level + 1;
					const childItems = (yield __await(fs__WEBPACK_IMPORTED_MODULE_12__.promises.readdir(item.path))).map((x) => new SearchState(path__WEBPACK_IMPORTED_MODULE_13__.join(item.path, x), childLevel));
					stack.push(...childItems.reverse());
				} else if (match & MatchKind.File) yield yield __await(item.path);
			}
		});
	}
	/**
	* Constructs a DefaultGlobber
	*/
	static create(patterns, options) {
		return __awaiter$2(this, void 0, void 0, function* () {
			const result = new DefaultGlobber(options);
			if (IS_WINDOWS) {
				patterns = patterns.replace(/\r\n/g, "\n");
				patterns = patterns.replace(/\r/g, "\n");
			}
			const lines = patterns.split("\n").map((x) => x.trim());
			for (const line of lines) if (!line || line.startsWith("#")) continue;
			else result.patterns.push(new Pattern(line));
			result.searchPaths.push(...getSearchPaths(result.patterns));
			return result;
		});
	}
	static stat(item, options, traversalChain) {
		return __awaiter$2(this, void 0, void 0, function* () {
			let stats;
			if (options.followSymbolicLinks) try {
				stats = yield fs__WEBPACK_IMPORTED_MODULE_12__.promises.stat(item.path);
			} catch (err) {
				if (err.code === "ENOENT") {
					if (options.omitBrokenSymbolicLinks) {
						debug(`Broken symlink '${item.path}'`);
						return;
					}
					throw new Error(`No information found for the path '${item.path}'. This may indicate a broken symbolic link.`);
				}
				throw err;
			}
			else stats = yield fs__WEBPACK_IMPORTED_MODULE_12__.promises.lstat(item.path);
			if (stats.isDirectory() && options.followSymbolicLinks) {
				const realPath = yield fs__WEBPACK_IMPORTED_MODULE_12__.promises.realpath(item.path);
				while (traversalChain.length >= item.level) traversalChain.pop();
				if (traversalChain.some((x) => x === realPath)) {
					debug(`Symlink cycle detected for path '${item.path}' and realpath '${realPath}'`);
					return;
				}
				traversalChain.push(realPath);
			}
			return stats;
		});
	}
};
// node_modules/@actions/glob/lib/glob.js
var __awaiter = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
/**
* Constructs a globber
*
* @param patterns  Patterns separated by newlines
* @param options   Glob options
*/
function create(patterns, options) {
	return __awaiter(this, void 0, void 0, function* () {
		return yield DefaultGlobber.create(patterns, options);
	});
}
// src/deploy/plan/pattern-search.ts
const matchKind = {
	none: 0,
	directory: 1,
	file: 2
};
/** Searches for the files that match lines of patterns, in the way of `@actions/glob`. */
var PatternSearch = class PatternSearch {
	/** Where the search begins; absolute. */
	searchPaths;
	#lines;
	#options;
	constructor(searchPaths, lines, options) {
		this.searchPaths = searchPaths;
		this.#lines = lines;
		this.#options = options;
	}
	/** @throws Error when a pattern is invalid. */
	static async create(texts, options) {
		const lines = texts.map((text) => text.trim()).filter((text) => !/^(#|$)/.test(text));
		const globber = await create(lines.join("\n"), { implicitDescendants: false });
		const parsed = globber.patterns.map((pattern, index) => ({
			text: lines[index] ?? "",
			isNegated: pattern.negate,
			patterns: withDescendants(pattern),
			isUsed: false
		}));
		return new PatternSearch(globber.getSearchPaths(), parsed, options);
	}
	/** The lines that have neither found nor excluded anything; see {@link recordFile}. */
	get unusedLines() {
		return this.#lines.filter(({ isUsed }) => !isUsed).map(({ text }) => text);
	}
	/**
	* Files and directories that match, in the order of the file system. Links whose target doesn't exist, and links to a
	* directory above them, are left out if links are followed.
	*
	* Our own search, because that of `@actions/glob` waits for the thread pool at every file.
	*/
	async *matches() {
		const { followSymbolicLinks } = this.#options;
		const candidates = this.searchPaths.filter((file) => unlessMissing(() => node_fs__WEBPACK_IMPORTED_MODULE_7__.lstatSync(file))).map((file) => ({
			file,
			depth: 0
		})).reverse();
		const realParents = [];
		for (let next = candidates.pop(); next !== void 0; next = candidates.pop()) {
			const { file, depth } = next;
			const { match, partialMatch } = this.#judge(file);
			if (match === matchKind.none && !partialMatch) continue;
			const stats = followSymbolicLinks ? unlessMissing(() => node_fs__WEBPACK_IMPORTED_MODULE_7__.statSync(file)) : node_fs__WEBPACK_IMPORTED_MODULE_7__.lstatSync(file);
			if (stats?.isDirectory() !== true) {
				if (stats !== void 0 && (match & matchKind.file) !== 0) yield file;
				continue;
			}
			if (followSymbolicLinks) {
				const realPath = node_fs__WEBPACK_IMPORTED_MODULE_7__.realpathSync.native(file);
				realParents.length = Math.min(realParents.length, depth);
				if (realParents.includes(realPath)) continue;
				realParents.push(realPath);
			}
			if ((match & matchKind.directory) !== 0) yield file;
			const names = await node_fs__WEBPACK_IMPORTED_MODULE_7__.promises.readdir(file);
			for (const name of names.reverse()) candidates.push({
				file: node_path__WEBPACK_IMPORTED_MODULE_9__.join(file, name),
				depth: depth + 1
			});
		}
	}
	/** Records which lines have found a file. */
	recordFile(file) {
		this.#recordMatch(file, matchKind.file);
	}
	#recordMatch(file, kind) {
		for (const line of this.#lines) if (!line.isUsed && !line.isNegated && (matchOf(line, file) & kind) !== 0) line.isUsed = true;
	}
	#judge(file) {
		let match = matchKind.none;
		const excluding = [];
		for (const line of this.#lines) {
			const matched = matchOf(line, file);
			if (!line.isNegated) match |= matched;
			else if ((match & matched) !== 0) {
				match &= ~matched;
				excluding.push(line);
			}
		}
		const partialMatch = this.#lines.some(({ isNegated, patterns }) => !isNegated && patterns.some((pattern) => pattern.partialMatch(file)));
		for (const line of excluding) line.isUsed = true;
		const isExcluded = (match !== matchKind.none || partialMatch) && this.#options.excludes(file);
		if (isExcluded || excluding.length > 0) this.#recordMatch(file, matchKind.file | matchKind.directory);
		if (isExcluded) return {
			match: matchKind.none,
			partialMatch: false
		};
		return {
			match,
			partialMatch
		};
	}
};
/** A directory that matches stands for everything below it. */
function withDescendants(pattern) {
	const { negate, segments, trailingSeparator } = pattern;
	if (!trailingSeparator && segments.at(-1) === "**") return [pattern];
	const parameters = [
		negate,
		true,
		[...segments, "**"]
	];
	return [pattern, Reflect.construct(pattern.constructor, parameters)];
}
function matchOf({ patterns }, file) {
	return patterns.reduce((match, pattern) => match | pattern.match(file), matchKind.none);
}
/** Errors for a path that leads nowhere: the file doesn't exist, or its link leads to itself or below a file. */
const missingCodes = [
	"ENOENT",
	"ELOOP",
	"ENOTDIR"
];
/** What `read` returns; undefined if the file doesn't exist. */
function unlessMissing(read) {
	try {
		return read();
	} catch (error) {
		if (missingCodes.includes(error.code)) return void 0;
		throw error;
	}
}
// src/deploy/plan/secret-files.ts
/** Files that usually hold secrets, by their lower-case name. None of them is opened. */
const secretNames = [
	/^\.env(\.(?!example$|sample$|template$|dist$|defaults?$).+)?$/,
	/^[^.].*\.env$/,
	/\.(pem|key|p12|pfx|pkcs12|jks|keystore|ppk|kdbx)$/,
	/^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/,
	/^\.(npmrc|pypirc|netrc|pgpass|git-credentials|dockercfg|my\.cnf|s3cfg)$/,
	/^_netrc$/,
	/^(credentials|client_secret.*|service[-_]?account.*)\.json$/,
	/^secrets?\.(ya?ml|json|toml)$/,
	/\.(tfstate|tfvars)(\.backup)?$/,
	/\.(sql|dump)(\.(gz|bz2|xz|zst|zip))?$/
];
/** Directories whose files usually hold secrets. */
const secretDirectories = /* @__PURE__ */ new Set([...[
	".git",
	".aws",
	".ssh",
	".gnupg",
	".kube",
	".docker",
	".azure",
	".gcloud"
]]);
const maxNamed = 10;
/**
* A warning about files that usually hold secrets and that no pattern names.
*
* @param files - Absolute paths.
* @param patterns - The lines of `files`.
* @returns undefined if there are none.
*/
function secretsWarning(files, patterns) {
	const including = patterns.map((pattern) => pattern.trim()).filter((pattern) => !/^[!#]/.test(pattern));
	const directories = /* @__PURE__ */ new Map();
	const secret = files.filter((file) => {
		const name = secretPart(file, directories);
		return name !== void 0 && !including.some((pattern) => isNamedBy(pattern, file, name));
	});
	if (secret.length === 0) return void 0;
	const named = secret.slice(0, maxNamed).map((file) => sanitize(node_path__WEBPACK_IMPORTED_MODULE_9__.relative(process.cwd(), file).split(node_path__WEBPACK_IMPORTED_MODULE_9__.sep).join("/")));
	const more = secret.length > maxNamed ? `, and ${secret.length - maxNamed} more` : "";
	return `Files that usually contain secrets are part of the deployment: ${named.join(", ")}${more}. If visitors must not read them, leave them out with "exclude". To deploy them without this warning, name each of them in "files".`;
}
/**
* The part of a path that suggests a secret: the name of the file or of a parent directory.
*
* @param directories - What was found in the paths of directories, which many files have in common.
*/
function secretPart(file, directories) {
	const name = node_path__WEBPACK_IMPORTED_MODULE_9__.basename(file);
	if (secretNames.some((one) => one.test(name.toLowerCase()))) return name;
	const directory = node_path__WEBPACK_IMPORTED_MODULE_9__.dirname(file);
	if (!directories.has(directory)) {
		const secret = node_path__WEBPACK_IMPORTED_MODULE_9__.relative(process.cwd(), directory).split(node_path__WEBPACK_IMPORTED_MODULE_9__.sep).find((segment) => secretDirectories.has(segment.toLowerCase()));
		directories.set(directory, secret);
	}
	return directories.get(directory);
}
/** Whether a pattern is the path of a file, or contains the name that suggests a secret without a wildcard. */
function isNamedBy(pattern, file, name) {
	const segments = pattern.split(/[/\\]/).map((segment) => segment.replaceAll("[[]", "["));
	if (!segments.includes(name)) return false;
	if (/[*?]|\[(?!\[\])/.test(pattern.replaceAll("[[]", ""))) return true;
	const named = node_path__WEBPACK_IMPORTED_MODULE_9__.resolve(segments.join(node_path__WEBPACK_IMPORTED_MODULE_9__.sep));
	return file === named || file.startsWith(named + node_path__WEBPACK_IMPORTED_MODULE_9__.sep);
}
// src/deploy/plan/local-files.ts
/**
* Finds the files that match the patterns.
*
* @throws {@link PlanError} when a pattern is invalid, a directory can't be searched, or links multiply a tree.
*/
async function findLocalFiles(search) {
	const { patterns, followSymlinks } = search;
	const exclusion = new Exclusion(search);
	const excludes = (file) => exclusion.excludes(file);
	const options = {
		followSymbolicLinks: followSymlinks,
		excludes
	};
	const patternSearch = await PatternSearch.create(patterns, options).catch((cause) => {
		throw new PlanError([`Invalid file pattern: ${systemMessage(cause)}`]);
	});
	const matches = new Matches(search, patternSearch.searchPaths);
	exclusion.base = baseDirectoryOf(search.baseDirectory, matches.commonDirectory);
	await forEachMatch(patternSearch, (match) => {
		if (matches.add(match)) patternSearch.recordFile(match);
	});
	const withoutLinks = {
		...options,
		followSymbolicLinks: false
	};
	const omitted = await findOmittedEntries(async () => (await PatternSearch.create(patterns, withoutLinks)).matches(), matches.directories);
	const unused = matches.files.length === 0 ? [] : patternSearch.unusedLines;
	const isIncluded = (file) => !exclusion.excludes(file);
	const danglingLinks = followSymlinks ? omitted.danglingLinks : [];
	const invalidNames = omitted.invalidNames.filter(isIncluded);
	return {
		files: matches.files,
		commonDirectory: matches.commonDirectory,
		skipped: {
			gitFiles: matches.gitFiles,
			links: matches.links,
			danglingLinks,
			excluded: exclusion.excluded
		},
		problems: [...matches.problems, ...invalidNames.map((file) => `The name of ${displayPath$1(file)} isn't valid UTF-8.`)],
		unmatchedPatterns: unused.filter((line) => !line.startsWith("!")),
		warnings: [
			await negationWarning(unused.filter((line) => line.startsWith("!")), matches.files),
			exclusion.warning(matches.files),
			secretsWarning(matches.files.map((file) => file.path), patterns)
		].filter((warning) => warning !== void 0)
	};
}
/** Calls `onMatch` for each match while the search runs, so that an error in it ends the search. */
async function forEachMatch(search, onMatch) {
	try {
		for await (const match of search.matches()) onMatch(match);
	} catch (cause) {
		if (cause instanceof PlanError) throw cause;
		throw new PlanError([`Could not search for files: ${systemMessage(cause)}.`]);
	}
}
/** A warning about lines with `!` that exclude nothing, with what may have been meant; undefined if there are none. */
async function negationWarning(lines, files) {
	if (lines.length === 0) return void 0;
	const described = [];
	for (const line of lines) {
		const pattern = line.replace(/^[!\s]+/, "");
		const anywhere = `**/${pattern.replace(/^\.?[/\\]+/, "")}`;
		const search = await PatternSearch.create([anywhere], {
			followSymbolicLinks: false,
			excludes: () => false
		});
		for (const file of files) search.recordFile(file.path);
		const isUseful = anywhere !== pattern && search.unusedLines.length === 0;
		described.push(sanitize(line) + (isUseful ? ` (write !${sanitize(anywhere)})` : ""));
	}
	return `Lines of "files" that exclude nothing: ${described.join(", ")}.`;
}
/** Sorts matches into files to upload, files to skip, and problems. */
var Matches = class {
	files = [];
	problems = [];
	/** Directories that matched, or that contain a match. */
	directories = /* @__PURE__ */ new Set();
	gitFiles = 0;
	links = 0;
	#search;
	#searchPaths;
	#linkPolicy;
	#includesGit;
	#spelling = new DiskSpelling();
	#paths = /* @__PURE__ */ new Set();
	constructor(search, searchPaths) {
		this.#search = search;
		this.#searchPaths = searchPaths;
		this.#linkPolicy = new LinkPolicy(search);
		this.#includesGit = includesGit(search.patterns);
	}
	/** As in `actions/upload-artifact`: the common part of the search paths, or the directory of a single file. */
	get commonDirectory() {
		const [first = process.cwd(), ...others] = this.#searchPaths.map((searchPath) => this.#spelling.of(searchPath, searchPath));
		return others.length === 0 && this.#isFile(first) ? node_path__WEBPACK_IMPORTED_MODULE_9__.dirname(first) : others.reduce(commonPart, first);
	}
	/**
	* Adds a match. Returns whether it is a file.
	*
	* @throws {@link PlanError} when links multiply a tree.
	*/
	add(match) {
		try {
			return this.#add(match);
		} catch (error) {
			if (error instanceof PlanError) throw error;
			this.problems.push(`${displayPath$1(match)} can't be read: ${systemMessage(error)}.`);
			return true;
		}
	}
	#add(match) {
		const own = node_fs__WEBPACK_IMPORTED_MODULE_7__.lstatSync(match);
		const isLink = own.isSymbolicLink();
		const stats = isLink && this.#search.followSymlinks ? node_fs__WEBPACK_IMPORTED_MODULE_7__.statSync(match) : own;
		if (stats.isDirectory()) {
			this.directories.add(match);
			return false;
		}
		this.directories.add(node_path__WEBPACK_IMPORTED_MODULE_9__.dirname(match));
		const searchPath = this.#searchPathOf(match);
		const verdict = this.#linkPolicy.judge(match, isLink, searchPath);
		if ((verdict.kind === "git" || isInGitDirectory(match, searchPath)) && !this.#includesGit) this.gitFiles += 1;
		else if (verdict.kind === "skipped") this.links += 1;
		else if (verdict.kind === "rejected") this.problems.push(verdict.problem);
		else if (stats.isFile()) this.#accept(match, verdict);
		else throw new Error("it isn't a regular file");
		return true;
	}
	/** Patterns may spell one file in several ways on a system that ignores case. */
	#accept(match, { isLink, realDirectory }) {
		const file = this.#spelling.of(match, this.#searchPathOf(match));
		if (this.#paths.has(file)) return;
		this.#paths.add(file);
		const realPath = node_path__WEBPACK_IMPORTED_MODULE_9__.join(realDirectory, node_path__WEBPACK_IMPORTED_MODULE_9__.basename(file));
		this.files.push({
			path: file,
			realPath,
			...examine(match, isLink)
		});
	}
	/** Whether a path exists and isn't a directory. */
	#isFile(file) {
		try {
			return !(this.#search.followSymlinks ? node_fs__WEBPACK_IMPORTED_MODULE_7__.statSync(file) : node_fs__WEBPACK_IMPORTED_MODULE_7__.lstatSync(file)).isDirectory();
		} catch {
			return false;
		}
	}
	#searchPathOf(file) {
		return this.#searchPaths.find((searchPath) => isInside(file, searchPath)) ?? node_path__WEBPACK_IMPORTED_MODULE_9__.dirname(file);
	}
};
function includesGit(patterns) {
	return patterns.map((pattern) => pattern.trim()).filter((pattern) => !pattern.startsWith("!") && !pattern.startsWith("#")).some((pattern) => pattern.split(/[/\\]/).includes(".git"));
}
/** Opens the file as an upload does: only that reveals a lock on Windows, or a file that may not be read. */
function examine(file, isLink) {
	const handle = node_fs__WEBPACK_IMPORTED_MODULE_7__.openSync(file, openFlags({ followLinks: isLink }));
	try {
		const stats = node_fs__WEBPACK_IMPORTED_MODULE_7__.fstatSync(handle);
		if (!stats.isFile()) throw new Error("it isn't a regular file");
		const identity = identityOf(stats, isLink);
		return {
			sizeBytes: stats.size,
			modifiedMs: stats.mtimeMs,
			identity
		};
	} finally {
		node_fs__WEBPACK_IMPORTED_MODULE_7__.closeSync(handle);
	}
}
function commonPart(a, b) {
	const { root } = node_path__WEBPACK_IMPORTED_MODULE_9__.parse(a);
	let directory = a;
	while (directory !== root && !isInside(b, directory)) directory = node_path__WEBPACK_IMPORTED_MODULE_9__.dirname(directory);
	return directory;
}
// src/deploy/plan/maintenance-page.ts
/** Largest maintenance file: it is kept in memory, and uploaded while the site still works. */
const maxBytes$2 = 16777216;
/**
* Reads the maintenance file.
*
* @param localPath - Absolute.
* @throws {@link PlanError} when it can't be read, or a planned file has its place on the server.
*/
function readMaintenancePage(localPath, plan) {
	const remotePath = joinRemotePath(plan.remoteDirectory, node_path__WEBPACK_IMPORTED_MODULE_9__.basename(localPath));
	const reserved = foldPath(remotePath);
	const problems = plan.uploads.flatMap((upload) => {
		const folded = foldPath(upload.remotePath);
		if (folded !== reserved && !folded.startsWith(`${reserved}/`)) return [];
		return [`${displayPath$1(upload.localPath)} can't be uploaded: its remote path ${sanitize(upload.remotePath)} is reserved for maintenance-file. Leave it out with "exclude".`];
	});
	if (problems.length > 0) throw new PlanError(problems);
	return {
		localPath,
		remotePath,
		bytes: read(localPath)
	};
}
function read(localPath) {
	try {
		const { size } = node_fs__WEBPACK_IMPORTED_MODULE_7__.statSync(localPath);
		if (size <= maxBytes$2) return node_fs__WEBPACK_IMPORTED_MODULE_7__.readFileSync(localPath);
	} catch (error) {
		throw new PlanError([`maintenance-file can't be read: ${systemMessage(error)}.`]);
	}
	throw new PlanError([`maintenance-file is larger than ${maxBytes$2} bytes.`]);
}
// src/deploy/plan/plan.ts
/**
* Finds the local files and maps them to remote paths.
*
* @throws {@link PlanError} with every problem: invalid patterns, unreadable files, files outside the workspace or the base
*   directory, names that can't be sent, and files with the same remote path.
*/
async function planDeployment(options) {
	const plan = planUploads(await findLocalFiles(options), options);
	const { maintenanceFile } = options;
	if (maintenanceFile === void 0) return plan;
	return {
		...plan,
		maintenancePage: readMaintenancePage(maintenanceFile, plan)
	};
}
/** Maps files that were found; see {@link planDeployment}. */
function planUploads(found, mapping) {
	const { remoteDirectory } = mapping;
	const base = baseDirectoryOf(mapping.baseDirectory, found.commonDirectory);
	const modes = new FileModes(mapping.chmod ?? []);
	const problems = [...found.problems];
	const uploads = [];
	for (const file of found.files) {
		const mapped = mapFile(file, {
			...mapping,
			modes
		}, base);
		if (typeof mapped === "string") problems.push(mapped);
		else uploads.push(mapped);
	}
	uploads.sort((a, b) => compare(a.remotePath, b.remotePath));
	problems.push(...collisions(uploads));
	if (problems.length > 0) throw new PlanError(problems);
	return {
		uploads,
		remoteDirectory,
		baseDirectory: base.path,
		directories: directoriesOf(uploads, remoteDirectory),
		totalBytes: uploads.reduce((sum, upload) => sum + upload.sizeBytes, 0),
		skipped: found.skipped,
		unmatchedPatterns: found.unmatchedPatterns,
		warnings: modes.warning === void 0 ? found.warnings : [...found.warnings, modes.warning]
	};
}
/** Returns the upload, or why there is none. */
function mapFile({ path: localPath, realPath, sizeBytes, modifiedMs, identity }, { remoteDirectory, flatten, modes }, base) {
	const segments = segmentsInBase(base, {
		path: localPath,
		realPath
	});
	if (segments === void 0 && !(flatten && base.isDerived)) return describeOutside(localPath, base.path);
	const name = node_path__WEBPACK_IMPORTED_MODULE_9__.basename(localPath);
	const remotePath = joinRemotePath(remoteDirectory, ...flatten || segments === void 0 ? [name] : segments);
	const problem = remotePathProblem(remotePath);
	if (problem !== void 0) return `${displayPath$1(localPath)} can't be uploaded: its remote path ${problem}.`;
	const mode = modes.of((segments ?? [name]).join("/"));
	return {
		localPath,
		remotePath,
		sizeBytes,
		modifiedMs,
		...mode === void 0 ? {} : { mode },
		...identity === void 0 ? {} : { identity }
	};
}
function collisions(sorted) {
	return sorted.flatMap((upload, index) => {
		const previous = sorted[index - 1];
		if (previous?.remotePath !== upload.remotePath) return [];
		return [`${`${displayPath$1(previous.localPath)} and ${displayPath$1(upload.localPath)}`} have the same remote path ${sanitize(upload.remotePath)}.`];
	});
}
function directoriesOf(uploads, remoteDirectory) {
	const directories = /* @__PURE__ */ new Set();
	for (const { remotePath } of uploads) for (const directory of parentDirectories(remotePath)) directories.add(directory);
	const above = /* @__PURE__ */ new Set([remoteDirectory, ...parentDirectories(remoteDirectory)]);
	return [...directories].filter((directory) => !above.has(directory)).sort(compare);
}
function compare(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
// src/deploy/capabilities.ts
/** What the server announced in its reply to FEAT. */
function capabilitiesOf({ features, checksumMethod }) {
	return {
		canResume: features.canResume,
		supportsSize: features.has("SIZE"),
		checksum: checksumMethod,
		mtimeCommand: features.has("MFMT") ? "MFMT" : features.has("MDTM") ? "MDTM" : void 0
	};
}
// src/deploy/preflight-state.ts
/**
* Reads state and journal, and changes nothing.
*
* @throws {@link StateError} when a deployment couldn't use them either.
*/
async function checkState(connection, { settings, remoteDirectory, signal, optional }) {
	const files = new ClientFiles(connection, {
		retry: {
			retries: 0,
			firstPauseMs: 0
		},
		onRetry: () => void 0,
		signal,
		optional,
		hashOf: () => Promise.resolve("")
	});
	const toRemotePath = (path) => joinRemotePath(remoteDirectory, path);
	const path = statePathOf(remoteDirectory, settings.stateFile);
	const { state, stateProblem, knowledge } = await readDeployment(new ReadOnlyFiles(files), runClock(signal), {
		paths: statePaths(path),
		run: "",
		job: settings.job,
		repository: settings.repository,
		toRemotePath,
		remoteDirectory: relativeTo(remoteDirectory, path) === void 0 ? remoteDirectory : void 0,
		takesOver: settings.mode === "all"
	});
	return {
		path,
		kind: stateProblem !== void 0 ? "unusable" : state === void 0 ? "none" : "usable",
		files: state?.files.size ?? 0,
		writtenAt: state?.writtenAt,
		isUnfinished: knowledge.isJournalValid || knowledge.uncertainty !== void 0
	};
}
// src/deploy/preflight.ts
/** The steps of a preflight, in order. It ends at the first one that fails. */
const preflightSteps = [
	"network",
	"tls",
	"login",
	"directory",
	"transfer"
];
/** The step that follows each stage of opening a connection. */
const stepAfter = {
	implicit: {
		connected: "tls",
		trusted: "login"
	},
	explicit: {
		greeted: "tls",
		trusted: "login"
	},
	none: { greeted: "login" }
};
/**
* Checks whether a deployment could work, up to its first upload, and changes nothing on the server. Attempts each step
* once, without retries. Never throws for a failed check.
*/
async function preflight(target, options, observer) {
	const { signal } = options;
	const addresses = [];
	const progress = {
		step: "network",
		checks: {}
	};
	const onOpening = (stage) => {
		if (stage.stage === "resolved") addresses.push(stage.address);
		if (stage.stage === "trusted") progress.tls = stage.tls;
		progress.step = stepAfter[target.mode][stage.stage] ?? progress.step;
	};
	const optional = reportedParts((notice) => {
		observer.notice(notice);
	});
	let number = 0;
	const single = {
		dialogue: observer.dialogue,
		optional,
		nextNumber: () => number += 1
	};
	const connection = singleConnection({
		...target,
		onOpening
	}, single);
	const all = [connection];
	using cancellation = new Cancellation$1(signal, all);
	let error;
	try {
		signal.throwIfAborted();
		await checkServer(await connection.connect(signal), options, progress);
		if (options.sync !== void 0) {
			progress.step = "state";
			const state = await checkState(connection, {
				...options,
				settings: options.sync,
				optional
			});
			progress.checks = {
				...progress.checks,
				state
			};
		}
		if (options.connections > 1) {
			progress.step = "connections";
			const open = () => singleConnection(target, single);
			const connections = await openSeveral(open, all, options);
			progress.checks = {
				...progress.checks,
				connections
			};
		}
	} catch (thrown) {
		error = signal.aborted ? signal.reason : thrown;
	}
	await Promise.all(all.map((one) => one.quit(cancellation.quitMs)));
	const { step, tls, checks } = progress;
	return {
		addresses,
		connection: {
			...connection.info,
			...tls === void 0 ? {} : { tls }
		},
		...checks,
		...error === void 0 ? {} : { failure: {
			step,
			error
		} }
	};
}
/** A connection that is opened once, without retries. */
function singleConnection(target, { dialogue, optional, nextNumber }) {
	const ignore = () => void 0;
	return new Connection(target, {
		retry: {
			retries: 0,
			firstPauseMs: 0
		},
		onRetry: ignore,
		observer: {
			connected: ignore,
			portProbed: ignore,
			loggedIn: ignore,
			dialogue
		},
		nextNumber,
		optional
	});
}
/** Opens more control connections until there are as many as wanted, or the server refuses one. */
async function openSeveral(create, opened, { connections: wanted, signal }) {
	while (opened.length < wanted) {
		const connection = create();
		opened.push(connection);
		try {
			await connection.connect(signal);
		} catch (error) {
			signal.throwIfAborted();
			return {
				wanted,
				used: opened.length - 1,
				refusal: error
			};
		}
	}
	return {
		wanted,
		used: wanted
	};
}
async function checkServer(client, { remoteDirectory, verifyUploads }, progress) {
	progress.checks = { capabilities: capabilitiesOf(client) };
	progress.step = "directory";
	const directory = await checkDirectory(client, remoteDirectory);
	progress.checks = {
		...progress.checks,
		directory
	};
	progress.step = "transfer";
	progress.checks = {
		...progress.checks,
		listing: await checkListing(client)
	};
	if (verifyUploads === "checksum" && client.checksumMethod === void 0) throw new NoChecksumError();
}
async function checkDirectory(client, remoteDirectory) {
	if (remoteDirectory === "") return "exists";
	return await client.probeDirectory(remoteDirectory);
}
/** Receives a listing; returns the refusal of a server that forbids listings, which uploads don't need. */
async function checkListing(client) {
	try {
		await client.list();
		return "read";
	} catch (error) {
		if (error instanceof ReplyError && isForbidden(error)) return error;
		throw error;
	}
}
/** Codes that forbid a listing, and don't concern the data connection. */
const listingRefusals = [
	replyCode.fileBusy,
	replyCode.unknownCommand,
	replyCode.argumentError,
	replyCode.notImplemented,
	replyCode.parameterNotImplemented,
	replyCode.notLoggedIn,
	replyCode.accountRequired,
	replyCode.fileUnavailable,
	replyCode.nameNotAllowed
];
function isForbidden({ verb, reply, sessionResumed }) {
	return (verb === "LIST" || verb === "MLSD") && sessionResumed === void 0 && listingRefusals.includes(reply.code);
}
// src/action/cancellation.ts
const signals = ["SIGINT", "SIGTERM"];
/**
* Aborts its signal when the job is cancelled, while it is in scope. The runner sends SIGINT, after some seconds SIGTERM,
* and then kills the process.
*/
var Cancellation = class {
	#controller = new AbortController();
	constructor() {
		for (const signal of signals) process.on(signal, this.#cancel);
	}
	get signal() {
		return this.#controller.signal;
	}
	[Symbol.dispose]() {
		for (const signal of signals) process.off(signal, this.#cancel);
	}
	#cancel = (signal) => {
		this.#controller.abort(new CancelledError(signal));
	};
};
// src/action/errors.ts
/** Inputs that can't be used; all of them are reported together. */
var InputError = class extends Error {
	code = "INPUT";
	problems;
	constructor(problems) {
		super(problems.map(({ message }) => message).join("\n"));
		this.name = "InputError";
		this.problems = problems;
	}
};
/** No file matches, and `if-no-files-found` makes that an error. */
var NoFilesError = class extends Error {
	code = "NO_FILES";
	/** The lines of `files`, including those that start with `!`. */
	patterns;
	/** The directory that the patterns are relative to. */
	directory;
	/** Whether `exclude` leaves out files or directories that might match. */
	hasExcluded;
	constructor(patterns, directory, { hasExcluded = false } = {}) {
		const apart = hasExcluded ? ", apart from what \"exclude\" leaves out" : "";
		super(`No files match "files" (${patterns.join(", ")}) in ${directory}${apart}.`);
		this.name = "NoFilesError";
		this.patterns = patterns;
		this.directory = directory;
		this.hasExcluded = hasExcluded;
	}
};
/** The runner has no directory in which the action can create its files. */
var RunFilesError = class extends Error {
	code = "TEMPORARY_DIRECTORY";
	constructor(cause) {
		super(`Could not create a temporary directory: ${cause.message}`, { cause });
		this.name = "RunFilesError";
	}
};
/** A caught value as an error. */
function toError(thrown) {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}
/** Why a file failed, for a line that names the file already. */
function reasonOf(error) {
	return error instanceof ReplyError && (error.verb === "STOR" || error.verb === "APPE") ? formatReply(error.reply) : error.message;
}
/** The reason as the end of a sentence. */
function asClause(error) {
	const reason = reasonOf(error);
	const clause = error instanceof FtpsError ? reason.replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase()) : reason;
	return /[.!?]$/.test(clause) ? clause : `${clause}.`;
}
// src/action/inputs/chmod-input.ts
/** Reads the lines of `chmod`: `MODE PATTERN`. */
function readChmod(reader) {
	return reader.lines("chmod").filter((line) => !line.startsWith("#")).flatMap((line) => {
		const { mode, pattern } = /^(?<mode>[0-7]{3,4})\s+(?<pattern>[^!\s].*)$/.exec(line)?.groups ?? {};
		if (mode === void 0 || pattern === void 0) {
			reader.problem("chmod", `chmod: ${sanitize(line)} isn't a mode and a pattern. Write three or four octal digits, a space, and a .gitignore pattern without "!", such as "755 cgi-bin/*.cgi".`);
			return [];
		}
		const [problem] = ignorePatternProblems([pattern]);
		if (problem !== void 0) reader.problem("chmod", `chmod: ${problem}`);
		return [{
			mode,
			pattern
		}];
	});
}
// src/action/inputs/foreign-inputs.ts
const foreignInputs = [
	{
		name: "protocol",
		counterpart: "tls-mode",
		advice: "Use tls-mode: \"explicit\" for \"ftps\", \"implicit\" for \"ftps-legacy\", or \"none\" for \"ftp\", which is unencrypted."
	},
	{
		name: "local-dir",
		counterpart: "files",
		advice: "Use files with the directory, such as \"files: dist\". \"files: .\" is everything."
	},
	{
		name: "server-dir",
		counterpart: "remote-dir",
		advice: "Use remote-dir."
	},
	{
		name: "dangerous-clean-slate",
		counterpart: "delete-removed",
		advice: "Remove it: this action only deletes files that it has uploaded, with \"sync: changed\" and \"delete-removed: true\"."
	},
	{
		name: "state-name",
		counterpart: "state-file",
		advice: "Use state-file, with \"sync: changed\"."
	},
	{
		name: "security",
		counterpart: "tls-verify",
		advice: "Remove it: certificates are verified by default, as with \"strict\". Instead of \"loose\", set tls-pin, or \"tls-verify: false\", which accepts any certificate."
	},
	{
		name: "log-level",
		counterpart: void 0,
		advice: "Remove it. For details, re-run the job with debug logging, or read the file of the output transcript."
	}
];
/** Reports inputs of FTP-Deploy-Action that don't exist here: without them, files could go to the wrong place. */
function reportForeignInputs(reader) {
	for (const { name, counterpart, advice } of foreignInputs) {
		if (!reader.isGiven(name)) continue;
		const problem = `${name} is an input of FTP-Deploy-Action and doesn't exist here. ${advice}`;
		reader.problem(counterpart ?? name, problem);
	}
}
// src/action/inputs/host-name.ts
/** A label of a host name; servers in private networks may have an underscore in theirs. */
const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
const maxLength = 253;
/** Dots in other scripts, which separate labels as well (RFC 3490 section 3.1). */
const dots = /[.。．｡]/u;
/**
* Normalizes a host name or IP address: internationalized names to their ASCII form (RFC 5891), in lower case, without a
* final dot; IPv6 addresses without brackets, which people copy from URLs. DNS, SNI and certificates all need this form.
*
* @returns undefined when the text is neither a host name nor an IP address.
*/
function normalizeHost(text) {
	const host = withoutBrackets(text);
	if (node_net__WEBPACK_IMPORTED_MODULE_3__.isIP(host) !== 0) return host;
	if (/[\s/:@?#[\]\\%]/.test(text)) return void 0;
	const ascii = (0,node_url__WEBPACK_IMPORTED_MODULE_15__.domainToASCII)(text.replace(new RegExp(`${dots.source}$`, "u"), ""));
	const isValid = ascii.length <= maxLength && ascii.split(".").every((one) => label.test(one));
	const isOddAddress = node_net__WEBPACK_IMPORTED_MODULE_3__.isIP(ascii) !== 0;
	return isValid && !isOddAddress ? ascii : void 0;
}
function withoutBrackets(text) {
	const address = /^\[(.*)\]$/.exec(text)?.[1];
	return address !== void 0 && node_net__WEBPACK_IMPORTED_MODULE_3__.isIPv6(address) ? address : text;
}
// src/action/inputs/ignore-inputs.ts
/** The `.gitignore` patterns of an input, without comments; reports those that can't be used. */
function readIgnorePatterns(reader, input, lines) {
	for (const problem of ignorePatternProblems(lines)) reader.problem(input, `${input}: ${problem}`);
	return lines.filter((line) => !line.startsWith("#"));
}
// src/action/inputs/input-reader.ts
/**
* Reads inputs as the runner passes them, and collects their problems, so that all of them can be reported together.
* After a problem it returns a harmless value, which is never used.
*/
var InputReader = class {
	problems = [];
	/** The text exactly as given; `''` when the input is missing or empty. */
	raw(name) {
		return getInput(name, { trimWhitespace: false });
	}
	/** The trimmed text, or the fallback when there is none. */
	text(name, fallback = "") {
		return this.raw(name).trim() || fallback;
	}
	/** Whether the workflow sets the input; one that is set to an unset secret is given and empty. */
	isGiven(name) {
		return process.env[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] !== void 0;
	}
	/** The trimmed lines that aren't empty. */
	lines(name) {
		return this.raw(name).split("\n").map((line) => line.trim()).filter((line) => line !== "");
	}
	/** `true` or `false` in any case. */
	boolean(name, fallback) {
		const text = this.text(name, String(fallback));
		const word = text.toLowerCase();
		if (word === "true" || word === "false") return word === "true";
		this.invalid(name, text, {
			words: ["true", "false"],
			expected: "true or false."
		});
		return fallback;
	}
	/**
	* One of a few words, matched case-insensitively; the first is the default.
	*
	* @param hints - What to add to the message for certain wrong words, in lower case.
	*/
	choice(name, choices, hints = {}) {
		const text = this.text(name, choices[0]);
		const word = text.toLowerCase();
		const chosen = choices.find((choice) => choice.toLowerCase() === word);
		if (chosen !== void 0) return chosen;
		const hint = Object.hasOwn(hints, word) ? ` (${hints[word] ?? ""})` : "";
		const last = choices.at(-1) ?? "";
		this.invalid(name, text, {
			words: [...choices, ...Object.keys(hints)],
			expected: `${choices.slice(0, -1).join(", ")} or ${last}.${hint}`
		});
		return choices[0];
	}
	number(name, { fallback, min, max, hint = "" }) {
		const text = this.text(name, String(fallback));
		const value = /^\d{1,10}(\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
		if (value >= min && value <= max) return value;
		const words = [hint === "" ? String(max) : text];
		this.invalid(name, text, {
			words,
			expected: `a number from ${min} to ${max}.${hint}`
		});
		return fallback;
	}
	wholeNumber(name, range) {
		const { fallback, min, max } = range;
		const text = this.text(name, String(fallback));
		const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
		if (value >= min && value <= max) return value;
		const words = [String(max)];
		this.invalid(name, text, {
			words,
			expected: `a whole number from ${min} to ${max}.`
		});
		return fallback;
	}
	/**
	* Adds a problem. Its message shows the value unless that is longer than all valid ones: it may be a secret in the wrong
	* place, and the runner doesn't mask a part of a secret.
	*/
	invalid(input, value, { words, expected }) {
		const shown = value.length <= Math.max(...words.map((word) => word.length)) ? ` "${sanitize(value)}"` : "";
		this.problem(input, `Invalid value${shown} for ${input}. Use ${expected}`);
	}
	problem(input, message) {
		this.problems.push({
			input,
			message
		});
	}
};
// src/action/inputs/maintenance-input.ts
/**
* Reads `maintenance-file`.
*
* @param place.mustExist - Whether the file is needed in this run.
* @returns Its absolute path; undefined when it isn't set.
*/
function readMaintenanceFile(reader, place) {
	const text = reader.text("maintenance-file");
	if (text === "") return void 0;
	const file = node_path__WEBPACK_IMPORTED_MODULE_9__.resolve(text);
	const remotePath = joinRemotePath(place.remoteDir, node_path__WEBPACK_IMPORTED_MODULE_9__.basename(file));
	const [folded, state] = [foldPath(remotePath), foldPath(place.stateFile)];
	const problem = remotePathProblem(remotePath);
	if (place.mustExist && !node_fs__WEBPACK_IMPORTED_MODULE_7__.statSync(file, { throwIfNoEntry: false })?.isFile()) reader.problem("maintenance-file", "maintenance-file doesn't exist or isn't a file. It is the path of a local file, such as app_offline.htm.");
	else if (problem !== void 0) reader.problem("maintenance-file", `maintenance-file: its remote path ${problem}.`);
	else if (folded === state || folded.startsWith(`${state}.`)) reader.problem("maintenance-file", "maintenance-file has the name of state-file. Rename it.");
	return file;
}
// src/action/inputs/sync-inputs.ts
/** @param remoteDir - Normalized by `normalizeRemoteDirectory`. */
function readSyncInputs(reader, remoteDir) {
	const mode = reader.choice("sync", [
		"off",
		"changed",
		"all"
	]);
	const deleteRemoved = reader.boolean("delete-removed", false);
	const adopt = reader.choice("adopt", [
		"none",
		"checksum",
		"ftp-deploy-action"
	]);
	if (mode === "off" && deleteRemoved) reader.problem("delete-removed", "delete-removed requires sync, which records the files that were uploaded. Add \"sync: changed\".");
	if (mode === "off" && adopt !== "none") reader.problem("adopt", "adopt has no effect without sync. Add \"sync: changed\".");
	return {
		mode,
		deleteRemoved,
		maxDeletions: readMaxDeletions(reader),
		neverDelete: readIgnorePatterns(reader, "never-delete", reader.lines("never-delete")),
		stateFile: readStateFile(reader, remoteDir),
		adopt
	};
}
const defaultLimit = {
	value: 50,
	isPercentage: true
};
function readMaxDeletions(reader) {
	const text = reader.text("max-deletions", "50%");
	const { number, percent } = /^(?<number>\d{1,9})(?<percent> ?%)?$/.exec(text)?.groups ?? {};
	const limit = {
		value: Number(number),
		isPercentage: percent !== void 0
	};
	if (number !== void 0 && (!limit.isPercentage || limit.value <= 100)) return limit;
	reader.invalid("max-deletions", text, {
		words: ["1000000000%"],
		expected: "a number of files such as 20, or a percentage from 0% to 100%."
	});
	return defaultLimit;
}
function readStateFile(reader, remoteDir) {
	const text = reader.text("state-file", ".htopen-ftps");
	const path = normalizeRemoteDirectory(text);
	const problem = remotePathProblem(text);
	if (problem !== void 0) reader.problem("state-file", `state-file ${problem}.`);
	else if (text.endsWith("/") || path === "") reader.problem("state-file", "state-file must be the path of a file, not of a directory.");
	return path.startsWith("/") ? path : joinRemotePath(remoteDir, path);
}
// src/action/inputs/tls-inputs.ts
/** Reads and validates the `tls-*` inputs except `tls-mode`. */
function readTlsInputs(reader, mode, host) {
	if (mode === "none") rejectWithoutTls(reader);
	const clientCertificate = readClientCertificate(reader);
	return {
		serverName: readServerName(reader, host),
		ca: readCertificates(reader),
		pins: readPins(reader),
		verify: reader.boolean("tls-verify", true),
		...readVersions(reader, clientCertificate !== void 0),
		...clientCertificate === void 0 ? {} : { clientCertificate }
	};
}
function rejectWithoutTls(reader) {
	for (const name of [
		"tls-ca",
		"tls-pin",
		"tls-server-name",
		"tls-client-cert",
		"tls-client-key"
	]) if (reader.text(name) !== "") reader.problem(name, `${name} has no effect with tls-mode: none. Remove one of them.`);
}
function readServerName(reader, host) {
	const given = reader.text("tls-server-name");
	if (given === "") return host;
	const name = normalizeHost(given);
	if (name === void 0) reader.problem("tls-server-name", "tls-server-name must be a host name or an IP address.");
	return name ?? given;
}
/**
* The lowest and highest version. Under TLS 1.2 a client certificate is sent, unencrypted, before the server's certificate can be
* verified, so that version must be allowed explicitly.
*/
function readVersions(reader, hasClientCertificate) {
	const isGiven = reader.text("tls-min-version") !== "";
	const minVersion = reader.choice("tls-min-version", ["TLSv1.2", "TLSv1.3"]);
	const maxVersion = reader.choice("tls-max-version", ["TLSv1.3", "TLSv1.2"]);
	if (hasClientCertificate && !isGiven) {
		if (maxVersion === "TLSv1.3") return {
			minVersion: "TLSv1.3",
			maxVersion
		};
		reader.problem("tls-min-version", "Under TLS 1.2, tls-client-cert is sent before the server's certificate is verified. Set \"tls-min-version: TLSv1.2\" to allow this, or remove tls-max-version.");
	} else if (minVersion > maxVersion) reader.problem("tls-min-version", `tls-min-version is above tls-max-version (${maxVersion}).`);
	return {
		minVersion,
		maxVersion
	};
}
function readCertificates(reader) {
	const pem = readPem(reader, "tls-ca");
	if (pem === void 0 || pem === "") return [];
	const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
	if (certificates.length === 0) reader.problem("tls-ca", "tls-ca contains no PEM certificate.");
	certificates.forEach((certificate, index) => {
		if (!isCertificate(certificate)) reader.problem("tls-ca", `tls-ca contains an invalid certificate (number ${index + 1}).`);
	});
	return certificates;
}
function isCertificate(pem) {
	try {
		return new node_crypto__WEBPACK_IMPORTED_MODULE_5__.X509Certificate(pem).subject !== "";
	} catch {
		return false;
	}
}
function readPins(reader) {
	return reader.lines("tls-pin").flatMap((line, index) => {
		const pin = parsePin(line);
		if (pin !== void 0) return [pin];
		reader.problem("tls-pin", `Line ${index + 1} of tls-pin isn't a pin. Use AA:BB:... (SHA-256 of the certificate, 32 bytes) or sha256//BASE64 (SHA-256 of the public key).`);
		return [];
	});
}
function readClientCertificate(reader) {
	const certificate = readPem(reader, "tls-client-cert");
	const key = readPem(reader, "tls-client-key");
	const passphrase = reader.raw("tls-client-key-passphrase");
	if (certificate === void 0 && key === void 0) {
		if (passphrase !== "") reader.problem("tls-client-key-passphrase", "tls-client-key-passphrase requires tls-client-key.");
		return;
	}
	if (certificate === void 0 || key === void 0) {
		const [missing, given] = certificate === void 0 ? ["tls-client-cert", "tls-client-key"] : ["tls-client-key", "tls-client-cert"];
		reader.problem(missing, `${missing} is required with ${given}.`);
		return;
	}
	const pair = {
		certificate,
		key,
		...passphrase === "" ? {} : { passphrase }
	};
	const problem = certificate === "" || key === "" ? void 0 : pairProblem(pair);
	if (problem !== void 0) reader.problem("tls-client-key", problem);
	return pair;
}
function pairProblem({ certificate, key, passphrase }) {
	const unlock = passphrase === void 0 ? {} : { passphrase };
	if (key.includes("ENCRYPTED")) try {
		(0,node_crypto__WEBPACK_IMPORTED_MODULE_5__.createPrivateKey)({
			key,
			...unlock
		});
	} catch {
		return passphrase === void 0 ? "tls-client-key is encrypted. Set tls-client-key-passphrase." : "tls-client-key-passphrase doesn't decrypt tls-client-key.";
	}
	try {
		node_tls__WEBPACK_IMPORTED_MODULE_4__.createSecureContext({
			cert: certificate,
			key,
			...unlock
		});
		return;
	} catch (error) {
		return `tls-client-key and tls-client-cert can't be used together (${error.code ?? "unreadable"}). Use the certificate's own key.`;
	}
}
/** PEM text, or the content of the file that the input names; undefined when the input is empty. */
function readPem(reader, name) {
	const text = reader.text(name);
	if (text === "") return void 0;
	if (text.includes("-----BEGIN")) return text;
	try {
		return node_fs__WEBPACK_IMPORTED_MODULE_7__.readFileSync(text, "utf8");
	} catch (error) {
		const code = error.code ?? "error";
		reader.problem(name, `${name} is neither PEM text nor a readable file (${code}).`);
		return "";
	}
}
// src/action/inputs/inputs.ts
/** The inputs in the order of `action.yml`, in which their problems are reported. */
const inputNames = [
	...[
		"server",
		"port",
		"username",
		"password",
		"tls-mode"
	],
	...[
		"files",
		"exclude",
		"base-dir",
		"remote-dir",
		"flatten",
		"follow-symlinks",
		"if-no-files-found"
	],
	...[
		"publish",
		"sync",
		"delete-removed",
		"max-deletions",
		"never-delete",
		"state-file",
		"adopt"
	],
	...[
		"maintenance-file",
		"connections",
		"preserve-mtime",
		"chmod"
	],
	...[
		"tls-ca",
		"tls-pin",
		"tls-verify",
		"tls-server-name"
	],
	...[
		"tls-client-cert",
		"tls-client-key",
		"tls-client-key-passphrase"
	],
	...["tls-min-version", "tls-max-version"],
	...[
		"verify-uploads",
		"retries",
		"timeout",
		"dry-run",
		"preflight",
		"summary"
	]
];
/** Seconds. */
const maxTimeout = 3600;
/** What FTP-Deploy-Action's values of `protocol` are called here. */
const protocolHints = {
	ftps: "FTP-Deploy-Action's \"ftps\" is \"explicit\".",
	"ftps-legacy": "FTP-Deploy-Action's \"ftps-legacy\" is \"implicit\".",
	ftp: "FTP-Deploy-Action's \"ftp\" is \"none\", which is unencrypted."
};
/**
* Reads and validates all inputs.
*
* @throws {@link InputError} naming every invalid input.
*/
function readInputs() {
	const reader = new InputReader();
	const tlsMode = reader.choice("tls-mode", [
		"implicit",
		"explicit",
		"none"
	], protocolHints);
	const host = readServer(reader);
	const dryRun = reader.boolean("dry-run", false);
	const preflight = reader.boolean("preflight", false);
	const needsFiles = dryRun || !preflight;
	const password = readPassword(reader);
	const remoteDir = readRemoteDir(reader);
	const sync = readSyncInputs(reader, remoteDir);
	const inputs = {
		endpoint: {
			host,
			port: readPort(reader, tlsMode)
		},
		alternativePort: reader.text("port") === "" ? usualPort(tlsMode === "implicit") : void 0,
		username: readUsername(reader),
		password,
		tlsMode,
		files: readPatterns(reader),
		exclude: readIgnorePatterns(reader, "exclude", reader.lines("exclude")),
		baseDir: readBaseDir(reader, needsFiles),
		remoteDir,
		flatten: reader.boolean("flatten", false),
		followSymlinks: reader.boolean("follow-symlinks", true),
		ifNoFilesFound: reader.choice("if-no-files-found", [
			"error",
			"warn",
			"ignore"
		]),
		publish: reader.choice("publish", [
			"direct",
			"atomic",
			"staged"
		]),
		sync,
		maintenanceFile: readMaintenanceFile(reader, {
			mustExist: needsFiles,
			remoteDir,
			stateFile: sync.stateFile
		}),
		connections: reader.wholeNumber("connections", {
			fallback: 1,
			min: 1,
			max: 8
		}),
		preserveMtime: reader.boolean("preserve-mtime", false),
		chmod: readChmod(reader),
		tls: readTlsInputs(reader, tlsMode, host),
		verifyUploads: reader.choice("verify-uploads", [
			"size",
			"checksum",
			"none"
		]),
		retries: reader.wholeNumber("retries", {
			fallback: 3,
			min: 0,
			max: 100
		}),
		timeoutMs: readTimeout(reader) * 1e3,
		dryRun,
		preflight,
		needsFiles,
		summary: reader.boolean("summary", true),
		warnings: warningsFor(reader, tlsMode, password)
	};
	reportForeignInputs(reader);
	const { problems } = reader;
	const position = (input) => inputNames.includes(input) ? inputNames.indexOf(input) : inputNames.length;
	if (problems.length > 0) throw new InputError(problems.toSorted((a, b) => position(a.input) - position(b.input)));
	return Object.freeze(inputs);
}
/** Whether to write the job summary, also when other inputs are invalid. */
function wantsSummary() {
	return new InputReader().boolean("summary", true);
}
/**
* Reads what must be redacted, before anything is logged and even if other inputs are invalid, and masks the secrets in
* the runner. Line by line too, because the runner masks single lines.
*/
function readSensitiveInputs() {
	const reader = new InputReader();
	const secrets = ["password", "tls-client-key-passphrase"].map((name) => reader.raw(name));
	for (const secret of secrets) for (const text of /* @__PURE__ */ new Set([
		secret,
		...secret.split(/\r?\n/),
		secret.trim()
	])) if (text.trim() !== "") setSecret(text);
	return {
		secrets: secrets.map(withoutTrailingNewline),
		username: reader.raw("username"),
		hosts: ["server", "tls-server-name"].flatMap((name) => hostForms(reader.text(name)))
	};
}
function warningsFor(reader, tlsMode, password) {
	const warnings = [];
	if (tlsMode === "none") warnings.push("tls-mode is none: the username, the password and the files are sent unencrypted, readable by anyone on the network path.");
	if (password !== reader.raw("password")) warnings.push("The trailing newline of the password was removed.");
	if (password === "") warnings.push(`The password is empty. ${emptySecret}`);
	return warnings;
}
/** A host: the given form, and the one that is used. */
function hostForms(given) {
	const host = normalizeHost(given) ?? given;
	return given.includes(host) ? [host] : [given, host];
}
function readServer(reader) {
	const given = reader.text("server");
	const host = normalizeHost(given);
	if (given === "") reader.problem("server", "server is required. Set it to a host name or an IP address.");
	else if (host === void 0) reader.problem("server", "server must be a host name or an IP address, without \"ftps://\", port or path.");
	return host ?? given;
}
function readPort(reader, tlsMode) {
	const fallback = usualPort(tlsMode !== "implicit");
	return reader.wholeNumber("port", {
		fallback,
		min: 1,
		max: 65535
	});
}
function usualPort(startsUnencrypted) {
	return startsUnencrypted ? 21 : 990;
}
const emptySecret = "If it comes from a secret, check that the secret is set. Secrets aren't available to workflows triggered from forks.";
function readUsername(reader) {
	const username = reader.raw("username");
	if (username === "") {
		const isEmpty = reader.isGiven("username");
		reader.problem("username", isEmpty ? `username is empty. ${emptySecret}` : "username is required.");
	} else checkSendable(reader, "username", username);
	return username;
}
function readPassword(reader) {
	if (!reader.isGiven("password")) reader.problem("password", "password is required.");
	const password = withoutTrailingNewline(reader.raw("password"));
	checkSendable(reader, "password", password);
	return password;
}
function withoutTrailingNewline(text) {
	return text.replace(/\r?\n$/, "");
}
function checkSendable(reader, name, value) {
	if (/[\r\n\0]/.test(value)) reader.problem(name, `${name} contains a line break or NUL, which FTP can't transmit.`);
}
function readPatterns(reader) {
	const patterns = reader.lines("files").filter((line) => !line.startsWith("#"));
	if (patterns.length === 0) reader.problem("files", "files is required. List at least one path or pattern.");
	else if (patterns.every((pattern) => pattern.startsWith("!"))) reader.problem("files", "files only excludes. Add at least one pattern without \"!\".");
	return patterns;
}
function readBaseDir(reader, mustExist) {
	const text = reader.text("base-dir");
	if (text === "") return void 0;
	const directory = node_path__WEBPACK_IMPORTED_MODULE_9__.resolve(text);
	if (mustExist && !node_fs__WEBPACK_IMPORTED_MODULE_7__.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) reader.problem("base-dir", "base-dir doesn't exist or isn't a directory.");
	return directory;
}
/** Seconds. */
function readTimeout(reader) {
	const text = reader.text("timeout", "30");
	const milliseconds = /^\d{4,7}$/.test(text) ? Number(text) : 0;
	const hint = milliseconds > maxTimeout ? ` It looks like milliseconds: ${milliseconds / 1e3} seconds are "${milliseconds / 1e3}".` : "";
	return reader.number("timeout", {
		fallback: 30,
		min: 1,
		max: maxTimeout,
		hint
	});
}
function readRemoteDir(reader) {
	const text = reader.text("remote-dir", ".");
	const problem = remotePathProblem(text);
	if (problem !== void 0) reader.problem("remote-dir", `remote-dir ${problem}.`);
	return normalizeRemoteDirectory(text);
}
// src/action/byte-budget.ts
/** Limits how much text of one kind is written, so that a run can't flood the log or the summary. */
var ByteBudget = class {
	#bytesLeft;
	/** @param bytes - Length of all texts together, as UTF-8. */
	constructor(bytes) {
		this.#bytesLeft = bytes;
	}
	/** Adds a text, and returns whether it fits. After one that doesn't fit, none does. */
	tryAdd(text) {
		this.#bytesLeft -= Buffer.byteLength(text);
		return this.#bytesLeft >= 0;
	}
};
// src/action/log/log.ts
/** A server that sends much must not fill the disk of the runner. */
const debugBytes = 5242880;
/**
* The job log. Each line of a text remains plain text: the runner executes `::command::` at the start of a line and
* `##[command]` anywhere in it, and file names and server text must not be able to contain either.
*/
var Log = class {
	#redactor;
	#debugBudget = new ByteBudget(debugBytes);
	/** A preflight and the dry run after it find out the same. */
	#annotations = /* @__PURE__ */ new Set();
	#omitsDebug = false;
	#isGroupOpen = false;
	/** @param redactor - Removes secrets from every line. */
	constructor(redactor) {
		this.#redactor = redactor;
	}
	info(text) {
		info(this.#safe(text));
	}
	/** Adds an annotation, once. Ends a group, because it would hide the text. */
	notice(text) {
		if (!this.#isNew("notice", text)) return;
		this.endGroup();
		notice(this.#safe(text));
	}
	/** Adds an annotation, once. Ends a group, because it would hide the text. */
	warning(text) {
		if (!this.#isNew("warning", text)) return;
		this.endGroup();
		warning(this.#safe(text));
	}
	/** Adds the only error annotation of a run and sets the exit code. */
	failed(title, text) {
		this.endGroup();
		error(this.#safe(text), { title: this.#safe(title) });
		process.exitCode = ExitCode.Failure;
	}
	/** Logged only when debug logging is enabled, up to a limit. */
	debug(text) {
		if (!isDebug() || this.#omitsDebug) return;
		const line = this.#safe(text);
		this.#omitsDebug = !this.#debugBudget.tryAdd(`::debug::${line}\n`);
		debug(this.#omitsDebug ? debugOmitted : line);
	}
	/** Starts a group and ends the previous one. */
	group(title) {
		this.endGroup();
		startGroup(this.#safe(title));
		this.#isGroupOpen = true;
	}
	endGroup() {
		if (this.#isGroupOpen) endGroup();
		this.#isGroupOpen = false;
	}
	#isNew(level, text) {
		const annotation = `${level} ${text}`;
		const isNew = !this.#annotations.has(annotation);
		this.#annotations.add(annotation);
		return isNew;
	}
	#safe(text) {
		return withoutCommands(withoutControls(this.#redactor.secret(text)));
	}
};
const debugOmitted = "Further debug lines are omitted. The transcript (output \"transcript\") also has the end of the dialogue.";
function withoutControls(text) {
	return text.split("\n").map((line) => sanitize(line, line.length)).join("\n");
}
/** Breaks what the runner would execute as a command. */
function withoutCommands(text) {
	return text.replaceAll("##[", "# #[").replace(/^(\s*):(?=:)/gm, "$1: ");
}
// src/action/log/text-forms.ts
/** Characters of a text whose encoded forms are recognized; those of shorter ones occur by chance. */
const minimumEncoded = 4;
/**
* The forms in which a text of the user may appear in text of a server: unchanged, with quotation marks doubled as in a
* 257 reply, with control characters escaped, and in the encodings that GitHub's runner masks as well.
*/
function formsOf(text) {
	const plain = [text, text.replaceAll("\"", "\"\"")];
	const encoded = text.length < minimumEncoded ? [] : encodedForms(text.toWellFormed());
	return [...plain, ...encoded].flatMap((form) => [form, sanitize(form, form.length)]);
}
function encodedForms(text) {
	const bytes = Buffer.from(text);
	return [
		...percentEncoded(text),
		...htmlEscaped(text),
		JSON.stringify(text).slice(1, -1),
		bytes.toString("base64").replace(/=+$/, ""),
		bytes.toString("latin1"),
		Buffer.from(text, "latin1").toString()
	];
}
function percentEncoded(text) {
	return [encodeURIComponent(text), new URLSearchParams([["", text]]).toString().slice(1)].flatMap((form) => [form, form.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase())]);
}
function htmlEscaped(text) {
	const tags = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
	const quotes = tags.replaceAll("\"", "&quot;");
	return [
		tags,
		quotes,
		...[
			"&#39;",
			"&#x27;",
			"&#039;",
			"&apos;"
		].map((entity) => quotes.replaceAll("'", entity))
	];
}
// src/action/log/redactor.ts
/**
* Replaces sensitive text by `***`. The runner masks secrets too, but only in the log.
*
* Text of the server should be redacted before it is truncated and escaped. Where it can't be, because an error message
* contains it truncated, what is left before the `...` is recognized as the start of a sensitive text.
*/
var Redactor = class {
	#secrets;
	#identifying;
	/** In lower case. */
	#names;
	constructor({ secrets, username, hosts }) {
		this.#secrets = longestFirst(secrets.flatMap(withLines).flatMap(formsOf));
		const [, mailDomain = ""] = username.split("@");
		const domains = mailDomain.includes(".") ? [mailDomain] : [];
		const names = longestFirst([...hosts, ...domains].flatMap(spellings).flatMap(withDomains));
		const users = longestFirst(accountNames(username).flatMap(formsOf));
		this.#identifying = [...names.map(hostPattern), ...users.map(userPattern)];
		this.#names = [...names, ...users].map(foldCase);
	}
	/** Removes secrets. For all text that is written anywhere. */
	secret(text) {
		return withoutTruncated(this.#secrets.reduce((shown, form) => shown.replaceAll(form, "***"), text), (part) => truncatedAt(part, this.#secrets, 3));
	}
	/** Removes secrets, the username, hosts and IP addresses. For text that may be attached to a bug report. */
	identity(text) {
		const named = this.#identifying.reduce(hide, this.secret(text));
		return withoutTruncated(addresses.reduce(hide, named.replace(ipv6Candidate, hideIpv6)), (part) => truncatedAt(foldCase(part), this.#names, 4));
	}
};
const addresses = [
	/(?<!\d|\d\.)\d{1,3}(?: ?\. ?\d{1,3}){3}(?!\d|\.\d)/g,
	/(?<!\d|\d,)\d{1,3}(?:\s*,\s*\d{1,3}){3}(?!\d)/g,
	/(?:(?<=(?<!\d)\d{3}-)|(?<!\d|\d[-_]))\d{1,3}(?:[-_]\d{1,3}){3}(?!\d|[-_]\d)/g,
	/(?<!\d|\d[.,-])\d{1,3}(?:[.,-] ?\d{1,3}){1,2}[.,-]? ?(?=\.\.\.)/g,
	/(?<![\w:])[\da-f]{1,4}(?::[\da-f]{0,4}){2,7}(?=\.\.\.)/gi
];
const ipv6Candidate = /(?<!\w|[\da-f]:|::)(?:[\da-f:]{2,30}:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]{1,38}[\da-f:])(?!\w|:\w)/gi;
const ellipsis = "...";
function hide(text, pattern) {
	return text.replace(pattern, "***");
}
function hideIpv6(text) {
	const address = text.replace(/(?<!:):$/, "");
	if (address.indexOf(":") === address.lastIndexOf(":")) return text;
	return node_net__WEBPACK_IMPORTED_MODULE_3__.isIPv6(address) ? text.replace(address, "***") : text;
}
function withoutTruncated(text, find) {
	if (!text.includes(ellipsis)) return text;
	const parts = text.split(ellipsis);
	const last = parts.pop() ?? "";
	return [...parts.map((part) => {
		const start = find(part);
		return start === -1 ? part : `${part.slice(0, start)}***`;
	}), last].join(ellipsis);
}
/** Where a part that a text ends with starts; -1 when it ends with none, or with fewer characters than `minimum`. */
function truncatedAt(text, wholes, minimum) {
	for (const whole of wholes) {
		if (whole.length <= minimum) continue;
		const start = whole.slice(0, minimum);
		let at = text.indexOf(start, Math.max(0, text.length - whole.length + 1));
		while (at !== -1 && !whole.startsWith(text.slice(at))) at = text.indexOf(start, at + 1);
		if (at !== -1) return at;
	}
	return -1;
}
function longestFirst(texts) {
	return [...new Set(texts)].filter((text) => text !== "").sort((a, b) => b.length - a.length);
}
function foldCase(text) {
	const folded = text.toLowerCase();
	return folded.length === text.length ? folded : text;
}
function withLines(secret) {
	return [
		secret,
		...secret.split(/\r?\n/).filter((line) => line.trim().length >= 4),
		...secret.trim().length >= 4 ? [secret.trim()] : []
	];
}
function spellings(host) {
	return [
		host,
		(0,node_url__WEBPACK_IMPORTED_MODULE_15__.domainToASCII)(host),
		(0,node_url__WEBPACK_IMPORTED_MODULE_15__.domainToUnicode)(host)
	];
}
function withDomains(host) {
	if (node_net__WEBPACK_IMPORTED_MODULE_3__.isIP(host) !== 0) return [host];
	const labels = host.split(".").filter((label) => label !== "");
	const domains = labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join("."));
	return [labels.join("."), ...domains];
}
function hostPattern(host) {
	return new RegExp(`(?:(?<=(?<![a-z\\d])\\d{3}-)|(?<![a-z\\d]|[a-z\\d][.-]))(?:\\w[\\w-]*\\.)*${RegExp.escape(host)}(?![a-z\\d]|-[a-z\\d])`, "gi");
}
function accountNames(username) {
	return [username, ...username.split(/[@\\|]/).filter((name) => name.length >= 4)];
}
function userPattern(username) {
	const escaped = RegExp.escape(username);
	return username.length < 4 ? new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu") : new RegExp(escaped, "giu");
}
// src/action/advice/advice-context.ts
/** Collects what an advice depends on. */
function adviceContext(run) {
	const { inputs, connection, facts, preflight, failed } = run;
	return {
		host: inputs?.endpoint.host ?? "",
		tlsMode: inputs?.tlsMode ?? "implicit",
		passwordIsEmpty: inputs?.password === "",
		certificateNeedsTls13: inputs?.tls.clientCertificate !== void 0 && inputs.tls.minVersion === "TLSv1.3",
		publish: inputs?.publish ?? "direct",
		remoteDir: inputs?.remoteDir ?? "",
		loginDirectory: connection?.loginDirectory,
		alternativePort: connection?.alternativePort,
		hasLoggedIn: facts?.loggedIn === true || preflight?.capabilities !== void 0,
		acceptedFiles: acceptedFiles(failed, facts),
		dataConnections: facts?.dataConnections ?? 0,
		renames: facts?.renames ?? 0,
		remotePath: failed?.remotePath,
		sync: inputs?.sync,
		verifiesChecksums: inputs?.verifyUploads === "checksum"
	};
}
function acceptedFiles(failed, facts) {
	if (facts === void 0 || facts.acceptedIn.size === 0) return "nowhere";
	if (failed === void 0) return "elsewhere";
	const directory = node_path__WEBPACK_IMPORTED_MODULE_9__.posix.dirname(failed.remotePath);
	return facts.acceptedIn.has(directory === "." ? "" : directory) ? "here" : "elsewhere";
}
// src/action/advice/certificate-advice.ts
/**
* The line to add to the workflow if the server's certificate is the right one, and the certificate. A pin always comes
* with the request to verify the fingerprint, because the certificate may be an attacker's.
*/
function certificateAdvice(error) {
	return [remedy(error), ...describe$2(error.certificate)].join("\n");
}
function remedy(error) {
	const { certificate } = error;
	const pin = pinLine(certificate);
	switch (error.problem) {
		case "other": return error.weakness === void 0 ? ownServer(pin) : `${strongerCertificate(error)} ${pinRemedy(pin)}`;
		case "self-signed": return ownServer(pin);
		case "unknown-issuer": return `If the issuer is a private CA, set "tls-ca" to its certificate (PEM text or path). ${pinRemedy(pin)}`;
		case "wrong-name": return nameRemedy(certificate);
		case "expired": return `${renewal(certificate)} ${pinRemedy(pin)}`;
		case "not-yet-valid": return "Check the runner's clock.";
		case "pin-mismatch": return `If the server's certificate was replaced on purpose, first verify the fingerprint with your host, then replace the old pin:\n  ${pin}`;
		case "changed": return "No file data was sent. Either several servers share this address, or someone is intercepting the connection.";
	}
}
function strongerCertificate({ issuer }) {
	return issuer === void 0 ? "Ask your host for a certificate with a stronger key and signature." : "Ask your host for a certificate whose CAs use stronger keys and signatures. If the server only sends an outdated chain, a current one is enough.";
}
function ownServer(pin) {
	return `If this is your server, first verify the fingerprint with your host, then add:\n  ${pin}`;
}
function pinRemedy(pin) {
	return `To trust only this certificate, first verify the fingerprint with your host, then add:\n  ${pin}`;
}
function renewal({ validTo }) {
	return validTo.getTime() > Date.now() ? "The server's own certificate is still valid. Ask your host to install the current certificates of its CA (the chain)." : "Renew the certificate, or ask your host to.";
}
function nameRemedy(certificate) {
	if (certificate.names.length === 0) return `Ask your host for a certificate with the server's name as an alternative name (SAN). ${pinRemedy(pinLine(certificate))}`;
	const name = certificate.names.find((candidate) => /^[\w.-]+$/.test(candidate));
	return (name === void 0 ? "Ask your host for the server name that the certificate covers, and set \"server\" or \"tls-server-name\" to it. " : `Another server may have answered. If your host confirms that this name is your server's, add:\n  tls-server-name: ${sanitize(name)}\n`) + pinRemedy(pinLine(certificate));
}
/** The line to paste. The pin of the public key remains valid when the certificate is renewed with the same key. */
function pinLine(certificate) {
	return `tls-pin: sha256//${certificate.publicKeySha256}`;
}
function describe$2(certificate) {
	return [
		"The server's certificate:",
		`  subject:     ${sanitize(certificate.subject)}`,
		`  names:       ${sanitize(certificate.names.join(", ")) || "none"}`,
		`  issuer:      ${sanitize(certificate.issuer)}`,
		`  valid:       ${formatDay(certificate.validFrom)} to ${formatDay(certificate.validTo)}`,
		`  SHA-256:     ${certificate.fingerprint256}`
	];
}
// src/action/advice/file-notes.ts
/** A sentence about what an interrupted upload leaves on the server, with a space in front; empty if nothing is left. */
function partialFileNote({ publish, remotePath }) {
	if (remotePath === void 0 || publish !== "direct") return "";
	return " A partial file may be left on the server; \"publish: atomic\" avoids that.";
}
/** Sentences about a name that some servers prohibit, with a space in front; empty for other names. */
function nameNote(path) {
	const segments = path.split("/");
	const notes = [];
	if (segments.some(isProhibitedOnWindows)) notes.push("Windows servers prohibit : ? * \" < > | in names, dots and spaces at their end, and names such as CON. Rename the file.");
	if (segments.some((segment) => /^\.[^.]/.test(segment))) notes.push("Some servers prohibit names that start with a dot. Ask your host, or exclude the file with a line that starts with \"!\" in \"files\".");
	return notes.map((note) => ` ${note}`).join("");
}
function isProhibitedOnWindows(segment) {
	return /[:?*"<>|]|.[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(segment);
}
// src/action/advice/port-advice.ts
const notSftp = "This action supports FTPS only. Ask your host for an FTPS port (usually 990 or 21), or use an SFTP tool.";
/** What to change, from what was found on the usual port of the other TLS modes; undefined if it wasn't probed. */
function alternativePortAdvice({ alternativePort, tlsMode }) {
	if (alternativePort === void 0) return void 0;
	const { port, answer, banner } = alternativePort;
	const isImplicit = tlsMode === "implicit";
	switch (answer) {
		case "ftp": return isImplicit ? `Port ${port} answers ("${banner}"): set "tls-mode: explicit".` : `Port ${port} answers ("${banner}"): set "port: ${port}".`;
		case "nothing": return isImplicit ? `Port ${port} accepts connections, but sent no greeting within 3 s. Try "tls-mode: explicit".` : `Port ${port} accepts connections: set "tls-mode: implicit".`;
		case "ssh": return `Port ${port} is an SSH (SFTP) server. ${notSftp}`;
		case "other": return `Port ${port} isn't FTP either: it sent "${banner}". Check "server".`;
		case "unreachable": return `Port ${port} can't be reached either. Check "server", and set "port" if your host uses another one. If both are correct, a firewall blocks the runner: many hosts block the IP addresses of hosted runners.`;
	}
}
// src/action/advice/connection-advice.ts
const workedBefore = "The server accepted a login earlier in this run, so the inputs are correct. It may have restarted, or it limits connections. Re-run the job later.";
const otherMode = {
	implicit: "If the server only has port 21, set \"port: 21\" and \"tls-mode: explicit\".",
	explicit: "If the server only has port 990, set \"port: 990\" and \"tls-mode: implicit\".",
	none: "If the server only has port 990, set \"port: 990\" and \"tls-mode: implicit\"."
};
/** A TCP connection could not be opened. */
function connectionAdvice(error, context) {
	if (error.connection === "data") return passivePortAdvice(context);
	if (context.hasLoggedIn) return workedBefore;
	switch (error.reason) {
		case "ENOTFOUND": return "Check \"server\" for a typo. A name that only exists in your own network requires a self-hosted runner.";
		case "EAI_AGAIN": return "The name service didn't respond. Re-run the job.";
		case "ECONNREFUSED": return alternativePortAdvice(context) ?? `Check "server" and "port". ${otherMode[context.tlsMode]}`;
		default: return alternativePortAdvice(context) ?? "Check \"server\" and \"port\", and whether the server's firewall allows the runner.";
	}
}
function passivePortAdvice({ dataConnections }) {
	return dataConnections > 0 ? "Other data connections of this run worked, so the firewall only opens a part of the server's passive port range. Open all of it, or ask your host to." : "The server chose this port for the data connection (passive mode), but it can't be reached. Open the server's passive port range in its firewall, or ask your host to.";
}
/** The server or the network didn't respond in time. */
function timeoutAdvice(error, context) {
	switch (error.phase) {
		case "connect":
		case "tls":
		case "greeting": return error.connection === "data" ? dataTimeoutAdvice(error, context) : openingTimeoutAdvice(error, context);
		case "reply":
		case "transfer":
		case "idle": return replyTimeoutAdvice(error, context);
	}
}
function dataTimeoutAdvice({ phase }, context) {
	return phase === "connect" ? passivePortAdvice(context) : "The server accepted the data connection but didn't complete TLS. Check the server's log, or ask your host to.";
}
function openingTimeoutAdvice({ phase }, context) {
	const { tlsMode, hasLoggedIn } = context;
	if (hasLoggedIn) return workedBefore;
	const found = alternativePortAdvice(context);
	if (found !== void 0) return found;
	if (phase === "connect") return `Check "server" and "port". ${otherMode[tlsMode]} If they are correct, a firewall drops the connection: many hosts block the IP addresses of hosted runners.`;
	if (phase === "tls") return tlsMode === "explicit" ? "The server agreed to TLS but doesn't respond to the handshake. Check the server's log, or ask your host to." : "The port is open but doesn't respond to TLS. Check \"port\", and whether the server needs \"tls-mode: explicit\".";
	return tlsMode === "implicit" ? "TLS is established but the server doesn't send a greeting. It may be overloaded. Try a higher \"timeout\"." : "A server that sends nothing usually waits for TLS. Set \"tls-mode: implicit\" (usually with port 990).";
}
function replyTimeoutAdvice({ phase, verb }, context) {
	if (phase === "reply" && isLogin(verb) && !context.hasLoggedIn) return "The server didn't respond to the login. If it only takes long to check the password, set a higher \"timeout\". Logins aren't retried, to avoid locking the account.";
	return `The server stopped responding. If it is only slow, set a higher "timeout".${partialFileNote(context)}`;
}
function isLogin(verb) {
	return verb === "USER" || verb === "PASS";
}
const beforeTls = "No credentials were sent. The cause is either a faulty server or someone tampering with the connection. Ask your host, or set \"tls-mode: implicit\" if the server has a port for it (usually 990).";
/** The TLS handshake failed. */
function tlsAdvice(error, context) {
	if (error.connection === "data" && error.detectedProtocol !== void 0) return "No file data was sent. The server doesn't encrypt its data connections, although it agreed to. Ask your host to correct its TLS configuration.";
	switch (error.detectedProtocol) {
		case "ftp": return "Set \"tls-mode: explicit\" (and \"port: 21\" if that is the server's port).";
		case "ssh": return notSftp;
		case "other":
			if (context.tlsMode === "explicit") return beforeTls;
			return alternativePortAdvice(context) ?? "Check \"server\" and \"port\": this is not an FTPS server.";
		case void 0: return handshakeAdvice(error.reason, context);
	}
}
function handshakeAdvice(reason, { certificateNeedsTls13 }) {
	if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN/.test(reason)) return "The server requires a client certificate that it trusts. Set \"tls-client-cert\" and \"tls-client-key\", or check them if they are set.";
	if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|INAPPROPRIATE_FALLBACK/.test(reason)) {
		if (certificateNeedsTls13) return "The server doesn't support TLS 1.3, which \"tls-client-cert\" requires by default: under TLS 1.2, the client certificate is sent before the server's certificate is verified, so anyone on the network can read it. If that is acceptable, set \"tls-min-version: TLSv1.2\".";
		return "The server supports no TLS version from \"tls-min-version\" to \"tls-max-version\". Widen the range if you can, or ask your host to update the server.";
	}
	if (/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS/.test(reason)) return "The server aborted the handshake. Either it has no cipher in common with the runner, or it requires a client certificate (\"tls-client-cert\", \"tls-client-key\").";
	return "The TLS handshake failed for an unknown reason. Check the server's log, or ask your host to.";
}
/** A connection ended or was reset. */
function lostAdvice(error, context) {
	if (error.plaintext !== void 0) return plaintextAdvice(error, context);
	if (error.connection === "data") return `The server or a firewall in between closed the data connection. If it happens again, check the disk space, the quota and the server's log, or ask your host to.${partialFileNote(context)}`;
	if (error.isAlert) return handshakeAdvice(error.reason ?? "", context);
	if (error.phase === "tls" || error.phase === "greeting") return context.hasLoggedIn ? workedBefore : lostOpeningAdvice(error, context);
	return lostSessionAdvice(error, context);
}
/** The server sent something unencrypted on a connection that uses TLS. */
function plaintextAdvice({ connection, verb }, context) {
	if (connection === "data") return `The server didn't encrypt this data connection, although it agreed to. No data of this file was sent. Check the server's log, or ask your host to.${partialFileNote(context)}`;
	if (verb === "PASS" && !context.hasLoggedIn) return "The server sent unencrypted text after the password, which usually means that the password is correct but the server's configuration isn't. vsftpd does this (\"500 OOPS\") if the home directory of the account is missing or, with chroot, writable. Ask your host. Logins aren't retried, to avoid locking the account.";
	return `The server sent unencrypted text on an encrypted connection, which usually means that its process failed (vsftpd does this: "500 OOPS"). Check the server's log, or ask your host to.${partialFileNote(context)}`;
}
const afterHandshake = "The server closed the connection right after the TLS handshake. It may require a client certificate (\"tls-client-cert\", \"tls-client-key\"), or block the runner's IP address.";
function lostOpeningAdvice({ phase }, context) {
	if (phase === "greeting" && context.tlsMode === "implicit") return afterHandshake;
	return alternativePortAdvice(context) ?? (phase === "tls" ? "The server closed the connection instead of responding to TLS. Check \"port\" and \"tls-mode\". The server may also block the runner's IP address." : "The server sent nothing. It may block the runner's IP address, or need TLS from the start (\"tls-mode: implicit\").");
}
function lostSessionAdvice(error, context) {
	const { verb } = error;
	if (isLogin(verb) && context.hasLoggedIn) return workedBefore;
	if (verb === "USER" && context.tlsMode === "explicit") return afterHandshake;
	if (verb === "PASS") return "The server closed the connection after the password. Check the username and password, and the server's log: the account's home directory may be missing. Logins aren't retried, to avoid locking the account.";
	return `The server or a firewall in between closed the control connection. The transcript (output "transcript") shows the last replies. Re-run the job; if it fails again, ask your host.${partialFileNote(context)}`;
}
/** The server violated the protocol. */
function protocolAdvice(error, { hasLoggedIn }) {
	if (error.received.startsWith("SSH-")) return notSftp;
	if (error.rule === "plaintext-after-auth") return beforeTls;
	if (!hasLoggedIn) return "Check \"server\" and \"port\": is this an FTP server? The transcript (output \"transcript\") shows what it sent.";
	switch (error.rule) {
		case "unsolicited-reply": return "The server sent more replies than there were commands. A proxy or firewall that rewrites FTP does this, or a faulty server. Re-run the job; if it fails again, ask your host or network to turn off FTP inspection.";
		case "passive-port": return "The server's reply names no port for the data connection. Ask your host to correct its passive mode (EPSV, PASV).";
		case "checksum": return "Set \"verify-uploads: size\".";
		case "premature-completion":
		case "reply-syntax":
		case "unexpected-reply": return "The server, or a proxy or firewall that rewrites FTP, broke the protocol. Re-run the job; if it fails again, send the transcript (output \"transcript\") to your host.";
	}
}
// src/action/advice/pattern-advice.ts
/** Why the patterns may match nothing, and what to change: the common mistakes, the most certain one first. */
function patternAdvice({ patterns, directory, hasExcluded }) {
	if (hasExcluded) return "Change \"files\" or \"exclude\". Lines of \"exclude\" are .gitignore patterns relative to \"base-dir\", and a name without a slash matches at any depth.";
	const including = patterns.filter((pattern) => !pattern.startsWith("!"));
	const braces = including.find((pattern) => /\{.*,.*\}/.test(pattern));
	if (braces !== void 0) return `Brace expansion isn't supported. Write one pattern per line instead of "${whole(braces)}".`;
	if (isEmpty(directory)) return "The directory is empty. Run actions/checkout earlier in this job.";
	const several = including.find((pattern) => isSeveral(pattern, directory));
	if (several !== void 0) return `Write one pattern per line instead of "${whole(several)}".`;
	const missing = including.find((pattern) => isMissing(fixedPart(pattern), directory));
	if (missing !== void 0) return missingAdvice(missing, directory);
	const brackets = including.find((pattern) => /\[.+\]/.test(pattern.replaceAll("[[]", "")));
	if (brackets !== void 0) return `Brackets in "${whole(brackets)}" match one of several characters. For a literal "[", write "[[]".`;
	return "Paths are relative to the directory above. \"site\" or \"site/**\" matches everything in \"site\". Lines that start with \"!\" exclude files.";
}
function isMissing(start, directory) {
	return !node_fs__WEBPACK_IMPORTED_MODULE_7__.existsSync(node_path__WEBPACK_IMPORTED_MODULE_9__.resolve(directory, start));
}
/** Whether a line looks like several patterns; names may contain spaces and commas, too. */
function isSeveral(pattern, directory) {
	const isThere = (text) => !isMissing(fixedPart(text), directory);
	const listed = pattern.split(/\s*[,;]\s*/);
	const words = pattern.split(/\s+/);
	return listed.length > 1 && listed.some(isThere) || words.length > 1 && words.every(isThere);
}
/** Advice for a pattern whose directories don't exist: they may be a mistake. */
function missingAdvice(pattern, directory) {
	const shown = whole(pattern);
	const isThere = (text) => !isMissing(fixedPart(text), directory);
	if (/^(["']).*\1$/.test(pattern)) return `Remove the quotation marks around ${shown}: they are part of the pattern.`;
	if (pattern.startsWith("- ")) return `Remove the "- " in front of "${whole(pattern.slice(2))}": "files" isn't a YAML list. Write one pattern per line.`;
	const relative = pattern.replace(/^[/\\]+/, "");
	if (relative !== pattern && isThere(relative)) return `Remove the leading slash: write "${whole(relative)}" instead of "${shown}". Paths are relative to the directory above.`;
	const slash = relative === pattern ? "" : " A leading slash means the root of the file system: remove it if the path is in the workspace.";
	return `"${whole(fixedPart(pattern))}" doesn't exist. Make sure the step that creates it runs earlier in this job. Paths are relative to the directory above.${slash}`;
}
function whole(text) {
	return sanitize(text, text.length);
}
function isEmpty(directory) {
	return node_fs__WEBPACK_IMPORTED_MODULE_7__.existsSync(directory) && node_fs__WEBPACK_IMPORTED_MODULE_7__.readdirSync(directory).length === 0;
}
/** The directories of a pattern before its first wildcard. */
function fixedPart(pattern) {
	const segments = pattern.split(/[/\\]/);
	const wildcard = segments.findIndex((segment) => /[*?[]/.test(segment));
	return (wildcard === -1 ? segments : segments.slice(0, wildcard)).join("/") || ".";
}
// src/action/advice/reply-hints.ts
const loginHints = [{
	text: /too many|maximum|\blimit|already connected/i,
	hint: "The reply mentions a limit: if it is the connection limit, avoid parallel deployments with \"concurrency:\", and re-run the job later."
}, {
	text: /\bhome\b|\bdirectory\b|chroot|\bOOPS\b/i,
	hint: "The reply mentions a directory: if it is the account's home directory, the password is correct, and your host must correct the server's configuration."
}];
const fileHints = [{
	text: /quota|\bspace\b|disk full|\bexceeded\b|too large/i,
	hint: "The reply mentions space: delete files on the server, or increase the quota."
}, {
	text: /being used|in use|\blocked\b|sharing violation/i,
	hint: "The reply says that a program is using the file: stop the app before this step (for example an IIS or Azure site), and start it again afterwards."
}];
/** Sentences about the causes that the reply to a login mentions, with a space in front. */
function loginHint(error) {
	return hintsIn(error, loginHints);
}
/** Sentences about the causes that the reply to a command on a file mentions, with a space in front. */
function fileHint(error) {
	return hintsIn(error, fileHints);
}
function hintsIn({ reply }, hints) {
	const text = reply.lines.join(" ");
	return hints.filter((one) => one.text.test(text)).map(({ hint }) => ` ${hint}`).join("");
}
// src/action/advice/login-advice.ts
const notRetried = "Logins aren't retried, to avoid locking the account.";
/** The server rejected USER or PASS. */
function loginAdvice(error, context) {
	return cause(error, context) + (error.reply.code === 421 ? "" : loginHint(error));
}
function cause({ verb, reply, requiresTls }, context) {
	const { code } = reply;
	if (requiresTls) return "The server only accepts logins over TLS. Set \"tls-mode: explicit\".";
	if (context.hasLoggedIn) return "The same username and password were accepted earlier in this run. The server may limit logins or connections: re-run the job later, and avoid parallel deployments with \"concurrency:\".";
	if (code === 332 || code === 532) return "The server asks for an account name in addition (ACCT), which this action doesn't support. Ask your host for an account that doesn't need one.";
	if (context.tlsMode === "none") return withoutTls(verb, code);
	if (context.passwordIsEmpty) return "The password is empty. Check the name of the secret, and the \"environment\" of the job if the secret belongs to one. Secrets aren't available to workflows triggered from forks.";
	if (code === 421) return "The server has reached its connection limit. Avoid parallel deployments with \"concurrency:\" in the workflow, and re-run the job later.";
	if (code < 500 && code !== 430) return `The server can't check the login now. Re-run the job later. ${notRetried}`;
	if (code !== 430 && code !== 530) return `The server rejects the login with ${code}, although it would reply to a wrong password with 530. Check its log, or ask your host: its configuration for this account may be wrong. Check the username and password, too. ${notRetried}`;
	if (context.host.endsWith(".azurewebsites.windows.net")) return "Azure App Service needs a username like \"site\\$site\" or \"site\\user\" with the password that belongs to it, and basic authentication for FTP enabled in the app's settings.";
	return `Check the username and password (they are sent unmodified). ${notRetried}`;
}
function withoutTls(verb, code) {
	if (code === 421) return "The server has reached its connection limit, or requires TLS. If it offers TLS, set \"tls-mode: explicit\". Otherwise, re-run the job later.";
	return verb === "USER" ? "A server that rejects the username on an unencrypted connection usually requires TLS. Set \"tls-mode: explicit\"." : `Check the username and password (they are sent unmodified). The server may also require TLS: set "tls-mode: explicit". ${notRetried}`;
}
// src/action/advice/reply-advice.ts
const login$2 = ["USER", "PASS"];
const upload$1 = ["STOR", "APPE"];
const transfer$1 = [
	...upload$1,
	"MLSD",
	"LIST"
];
const rename = [
	"RNFR",
	"RNTO",
	"DELE"
];
const path = [
	...upload$1,
	"MKD",
	"CWD"
];
const rows = [
	{
		verbs: login$2,
		advice: loginAdvice
	},
	{
		codes: [421],
		when: ({ context }) => context === "greeting",
		advice: "The server has reached its connection limit. Avoid parallel deployments with \"concurrency:\" in the workflow, and re-run the job later."
	},
	{
		codes: [421],
		advice: "The server ended the session. It limits how long a session or a pause can last, or the number of sessions. Re-run the job later, and avoid parallel deployments with \"concurrency:\"."
	},
	{
		when: ({ isPlaintext }) => isPlaintext,
		advice: "The server sent this reply instead of starting TLS, so no credentials were sent. Its TLS configuration may be wrong (vsftpd sends \"500 OOPS\" if it can't read its certificate), or it rejects this runner. Check the server's log, or ask your host to."
	},
	{
		when: ({ context }) => context === "greeting",
		advice: "The server rejects this runner: it may only allow certain IP addresses, or have reached its connection limit. Ask your host, or re-run the job later."
	},
	{
		verbs: ["AUTH"],
		advice: "The server doesn't support explicit TLS on this port. If it has a port for implicit TLS (usually 990), set \"tls-mode: implicit\"."
	},
	{
		verbs: ["PBSZ", "PROT"],
		advice: "No file data was sent: without encrypted data connections, the files would be readable on the network. Ask your host to allow PROT P."
	},
	{
		verbs: ["EPSV", "PASV"],
		when: (_error, { dataConnections }) => dataConnections > 0,
		advice: "Data connections worked earlier in this run, so the server may have run out of passive ports. Ask your host for a larger passive port range."
	},
	{
		verbs: ["EPSV", "PASV"],
		advice: "The server doesn't open passive data connections. Ask your host to enable passive mode."
	},
	{
		when: ({ isBlockedByFile }) => isBlockedByFile,
		advice: "A file of that name is in the place of the directory. Delete or rename it on the server, or change \"remote-dir\"."
	},
	{
		codes: [452, 552],
		advice: (_error, context) => `The account is out of space, or the server limits the size of files. Delete files or increase the quota.${partialFileNote(context)}`
	},
	{
		codes: [451],
		verbs: [...upload$1, "MKD"],
		advice: (_error, context) => `The server couldn't write. Its disk or the account's quota may be full, or it lost the data connection. Check the free space and the server's log, or ask your host to.${partialFileNote(context)}`
	},
	{
		codes: [521, 522],
		verbs: transfer$1,
		when: (_error, { tlsMode }) => tlsMode === "none",
		advice: "The server requires encrypted data connections. Set \"tls-mode: explicit\"."
	},
	{
		codes: [450],
		verbs: upload$1,
		when: ({ sessionResumed }) => sessionResumed === void 0,
		advice: (error) => `The server can't write this file now. Another program may be using it. Try again, and check whether the account can overwrite it.${fileHint(error)}`
	},
	{
		verbs: ["SIZE"],
		advice: "The server confirmed the upload but doesn't find the file. If it moves files on arrival, or the account can't see them, set \"verify-uploads: none\"."
	},
	{
		codes: [
			425,
			426,
			450,
			522
		],
		verbs: transfer$1,
		advice: dataConnectionAdvice
	},
	{
		codes: [
			500,
			502,
			530,
			532
		],
		verbs: upload$1,
		advice: "The account may not upload files. Ask your host for one with write permission."
	},
	{
		codes: [
			450,
			501,
			550,
			553
		],
		verbs: path,
		advice: pathAdvice
	},
	{
		verbs: rename,
		advice: (error) => `The server didn't rename or delete a file: the existing file may be in use. Re-run the job. If the account can upload but not rename or delete, set "publish: direct".${fileHint(error)}`
	}
];
/** What to do about a negative reply, by command, reply code and the facts of the run. */
function replyAdvice(error, context) {
	const advice = rows.find(({ verbs, codes, when }) => (verbs?.includes(error.verb) ?? true) && (codes?.includes(error.reply.code) ?? true) && (when?.(error, context) ?? true))?.advice ?? "The transcript (output \"transcript\") shows what led to this. Send it to your host, to compare it with the server's log.";
	return typeof advice === "string" ? advice : advice(error, context);
}
function dataConnectionAdvice(error, context) {
	const hasTransferred = error.sessionResumed === true || context.tlsMode === "none";
	return dataConnectionCause(error, context) + (hasTransferred ? partialFileNote(context) : "");
}
function dataConnectionCause(error, { tlsMode }) {
	if (tlsMode === "none") return "The server couldn't use the data connection. Check the server's log, or ask your host to.";
	switch (error.sessionResumed) {
		case true: return "The data connection was established and resumed the TLS session, so session reuse isn't the cause. The connection may have been lost, or the disk may be full. Check the server's log, or ask your host to.";
		case false: return "The data connection didn't resume the TLS session, which many servers require. Try \"tls-max-version: TLSv1.2\". If that doesn't help, ask your host to turn off the requirement.";
		case void 0: return "The server gave up the data connection before TLS was established. Check the server's log, or ask your host to. Some servers only accept it from the IP address of the control connection, which network address translation may change.";
	}
}
/** A path was rejected: what has been accepted before shows whether the directory or the file is the problem. */
function pathAdvice(error, context) {
	const { acceptedFiles, remotePath = pathOf(error) } = context;
	return pathCause(acceptedFiles, context) + nameNote(remotePath) + fileHint(error);
}
function pathOf({ command, verb }) {
	return command.slice(verb.length + 1);
}
function pathCause(acceptedFiles, context) {
	switch (acceptedFiles) {
		case "here": return "Other files were uploaded to the same directory in this run, so \"remote-dir\" is correct. The existing file may be read-only or in use, or the server prohibits this file name.";
		case "elsewhere": return "Files were uploaded to other directories in this run. Check the account's write permission for this one.";
		case "nowhere": return `Check "remote-dir" and the account's write permission. ${startOfPaths(context)}${absoluteNote(context)}`;
	}
}
function startOfPaths({ loginDirectory }) {
	return `Relative paths start in the login directory${loginDirectory === void 0 ? "" : `, "${sanitize(loginDirectory, loginDirectory.length)}"`}.`;
}
function absoluteNote({ remoteDir, loginDirectory = "/" }) {
	if (!remoteDir.startsWith("/") || remoteDir === "/") return "";
	const below = `${loginDirectory.replace(/\/$/, "")}/`;
	return ` If the directory is in the login directory, remove the leading slash: "remote-dir: ${sanitize(remoteDir.startsWith(below) ? remoteDir.slice(below.length) : remoteDir.slice(1))}".`;
}
// src/action/advice/sync-advice.ts
/** What to do about errors of incremental deployments; undefined for others. */
function syncAdvice(error, context) {
	if (error instanceof StateError) return stateAdvice(error, context);
	if (error instanceof DeleteLimitError) return deleteLimitAdvice(error);
	if (error instanceof NoChecksumError) return noChecksumAdvice(context);
	if (error instanceof PlanError && context.hasLoggedIn) return placeAdvice;
}
const placeAdvice = "Nothing was uploaded. Move or delete what is in the place of your files on the server, or rename the local file or directory. Only what this action uploaded is deleted to make room, with \"delete-removed: true\".";
const concurrency = "Avoid parallel deployments with \"concurrency:\" in the workflow";
/** What to do about a state that can't be used, or that another run is changing. */
function stateAdvice({ reason, cause }, context) {
	switch (reason) {
		case "other-deployment": return "Nothing was changed. If both deploy to the same directory, give each a \"state-file\" of its own. To take the directory over, run once with \"sync: all\": it uploads every file and deletes nothing.";
		case "newer-version": return "Nothing was changed. Use the newer version of the action here, too, or run once with \"sync: all\": it uploads every file, deletes nothing and replaces the state.";
		case "other-run": return `${concurrency}. If the other run has ended, re-run this job: it repairs what both may have left unfinished.`;
		case "unreadable": return "Nothing was changed. Check that the account may read files, not only write them, or move the state with \"state-file\". \"sync: off\" works without reading.";
		case "too-long": return "Nothing was changed. Set another \"state-file\": the first run with it uploads every file and deletes nothing.";
		case "too-many-files": return "Nothing was changed. Split the deployment into several, each with a \"remote-dir\" or \"state-file\" of its own, or use \"sync: off\".";
		case "write-failed": return writeAdvice(cause, context);
	}
}
/** The suggestion only helps if the name may be the reason. */
function writeAdvice(cause, { sync, acceptedFiles }) {
	const name = node_path__WEBPACK_IMPORTED_MODULE_9__.posix.basename(sync?.stateFile ?? "");
	const isRefused = cause === void 0 || cause instanceof ReplyError && isNameRefusal(cause);
	return [
		...acceptedFiles === "nowhere" ? [] : ["Files that were uploaded are on the server, and the next run checks or repeats them."],
		"Check that the account may write and delete files in the directory of \"state-file\", and that there is space left.",
		...isRefused && name.startsWith(".") ? [`If the server prohibits names that start with a dot, set "state-file: ${sanitize(name.slice(1))}.state".`] : []
	].join(" ");
}
function isNameRefusal({ reply }) {
	return [
		501,
		550,
		553
	].includes(reply.code);
}
/** Files that a message names. */
const namedFiles$1 = 10;
/** What to do about too many deletions, with the first files. The summary and the manifest have the complete list. */
function deleteLimitAdvice({ paths }) {
	const names = paths.slice(0, namedFiles$1).map((name) => `  ${sanitize(name)}`);
	const more = paths.length > namedFiles$1 ? [`  and ${paths.length - namedFiles$1} more`] : [];
	return [
		"They would be deleted because they are no longer part of the deployment:",
		...names,
		...more,
		"If that is a mistake, check \"files\", \"base-dir\" and the step that builds the files. If it is intended, set a higher \"max-deletions\" for one run, such as \"max-deletions: 100%\"."
	].join("\n");
}
function noChecksumAdvice({ sync, verifiesChecksums }) {
	return sync?.adopt === "checksum" && !verifiesChecksums ? "Remove \"adopt: checksum\". The first run then uploads every file." : "Set \"verify-uploads: size\".";
}
// src/action/advice/advice.ts
/**
* What to do about an error, in a sentence or two that name what to change in the workflow. Decided by the fields of the
* error and the facts of the run, never by the text of a message. Undefined for inputs, whose error says everything.
*/
function adviceFor(error, context) {
	if (error instanceof CertificateError) return certificateAdvice(error);
	if (error instanceof ReplyError) return replyAdvice(error, context);
	if (error instanceof TlsError) return tlsAdvice(error, context);
	if (error instanceof ConnectionError) return connectionAdvice(error, context);
	if (error instanceof TimeoutError) return timeoutAdvice(error, context);
	if (error instanceof ConnectionLostError) return lostAdvice(error, context);
	if (error instanceof ProtocolError) return protocolAdvice(error, context);
	return localAdvice(error, context);
}
/** What to do about a name that the server can't store. */
const nameAdvice = {
	"directory-exists": "Delete the directory on the server, or rename the file.",
	"same-file": "Rename one of the two files.",
	changed: "Rename the file."
};
/** What to do if the maintenance file can't be changed. */
const maintenanceAdvice = {
	upload: "Visitors have not seen any change. Check that the account may write to \"remote-dir\" itself, or remove \"maintenance-file\".",
	delete: "Visitors may still see it: delete it on the server, or re-run the job. Check that the account may delete files."
};
/** Advice about errors that aren't about the protocol. */
function localAdvice(error, context) {
	const advice = syncAdvice(error, context);
	if (advice !== void 0) return advice;
	if (error instanceof LocalFileError) return "Make sure that the step that writes the files has finished before this one.";
	if (error instanceof MaintenanceError) return maintenanceAdvice[error.operation];
	if (error instanceof FileNameError) return nameAdvice[error.problem];
	if (error instanceof PublishError) return publishAdvice(error, context);
	if (error instanceof VerificationError) return "If the server processes or moves files on arrival, set \"verify-uploads: none\".";
	if (error instanceof NoFilesError) return patternAdvice(error);
	if (error instanceof PlanError) return "Nothing was uploaded. Change \"files\" (lines that start with \"!\" exclude files), \"base-dir\" or \"flatten\", or rename the files.";
	if (error instanceof CommandError) return "Rename the file.";
	if (error instanceof CancelledError) return "Files reported as uploaded are on the server. Re-run the job to upload the rest.";
	if (error instanceof RunFilesError) return "Set RUNNER_TEMP to a writable directory.";
	if (error instanceof InputError) return void 0;
	return "Unexpected error. Please report it and attach the transcript (output \"transcript\").";
}
function publishAdvice(error, { renames, remotePath = "" }) {
	const { cause } = error;
	return (renames > 0 ? "Other files were renamed in this run, so the account has permission to rename. The existing file may be read-only or in use." : "If the account can upload but not rename or delete, set \"publish: direct\".") + nameNote(remotePath) + (cause instanceof ReplyError ? fileHint(cause) : "");
}
// src/action/format.ts
const binaryUnits = [
	"KiB",
	"MiB",
	"GiB",
	"TiB"
];
/** A size: `0 B`, `1023 B`, `1.5 KiB`. */
function formatBytes(bytes) {
	if (bytes < 1024) return `${bytes} B`;
	let value = bytes / 1024;
	let unit = 0;
	while (value >= 1023.95 && unit < binaryUnits.length - 1) {
		value /= 1024;
		unit += 1;
	}
	return `${value.toFixed(1)} ${binaryUnits[unit] ?? ""}`;
}
/** A duration: `45 ms`, `1.5 s`, `3 min 20 s`, `2 h 5 min`. */
function formatDuration(milliseconds) {
	if (milliseconds < 99.5) return `${Math.round(milliseconds)} ms`;
	if (milliseconds < 59950) return `${(milliseconds / 1e3).toFixed(1)} s`;
	const seconds = Math.round(milliseconds / 1e3);
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
/** A rate: `1.5 MiB/s`. */
function formatRate(bytes, milliseconds) {
	return `${formatBytes(Math.round(bytes * 1e3 / Math.max(milliseconds, 1)))}/s`;
}
/** A rate of files: `188 files/s`, `2.5 files/s`. */
function formatFileRate(files, milliseconds) {
	const perSecond = files * 1e3 / Math.max(milliseconds, 1);
	return `${perSecond < 9.95 ? perSecond.toFixed(1) : formatNumber(Math.round(perSecond))} files/s`;
}
/** `1 file`, `2,000 files`. */
function count(number, one, many = `${one}s`) {
	return `${formatNumber(number)} ${number === 1 ? one : many}`;
}
/** `4,994`. */
function formatNumber(number) {
	return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
/** `5,000 files`. */
function formatFiles(number) {
	return `${formatNumber(number)} ${number === 1 ? "file" : "files"}`;
}
/** Where files go: `ftp.example.com:/www`, or only the host if they go to the login directory. */
function formatPlace(endpoint, remoteDir = "") {
	const host = endpoint?.host ?? "the server";
	return remoteDir === "" ? host : `${host}:${sanitize(remoteDir)}`;
}
/** How long a certificate remains valid: `12 days left`, `expired 3 days ago`. */
function formatDaysLeft(days) {
	return days < 0 ? `expired ${count(-days, "day")} ago` : `${count(days, "day")} left`;
}
/** A local path relative to the current directory, with `/` on every system. */
function displayPath(file) {
	const { localPath } = file;
	const prefix = process.cwd() + node_path__WEBPACK_IMPORTED_MODULE_9__.sep;
	const relative = localPath.startsWith(prefix) && !localPath.includes("..") ? localPath.slice(prefix.length) : node_path__WEBPACK_IMPORTED_MODULE_9__.relative(prefix, localPath);
	return node_path__WEBPACK_IMPORTED_MODULE_9__.sep === "/" ? relative : relative.split(node_path__WEBPACK_IMPORTED_MODULE_9__.sep).join("/");
}
/** How the inputs have a certificate verified; pins take precedence. */
function trustOf({ pins, verify }) {
	if (pins.length > 0) return "pin";
	return verify ? "ca" : "none";
}
/** `2027-01-31 (12 days left)`; a certificate may contain a date that isn't one. */
function validUntil(certificate, now = Date.now()) {
	const day = formatDay(certificate.validTo);
	const days = daysLeft(certificate, now);
	return Number.isNaN(days) ? day : `${day} (${formatDaysLeft(days)})`;
}
/** Describes TLS on the control connection. */
function tlsLines({ protocol, cipher, certificate }) {
	return [
		`TLS: ${protocol}, ${cipher}`,
		`Certificate: ${sanitize(certificate.subject)}`,
		`  issued by ${sanitize(certificate.issuer)}`,
		`  valid until ${validUntil(certificate)}`,
		`  SHA-256 ${certificate.fingerprint256}`
	];
}
/** What to warn about although the certificate was accepted. */
function tlsWarnings({ certificate }, options) {
	const warnings = [];
	if (trustOf(options) === "none") warnings.push(`Certificate verification is off (tls-verify: false), so the server could be anyone, and so could the owner of this certificate. First verify its fingerprint with your host (SHA-256 ${certificate.fingerprint256}), then replace "tls-verify" with:\n  ${pinLine(certificate)}`);
	if (daysLeft(certificate) < 30) warnings.push(`The server's certificate is only valid until ${validUntil(certificate)}. Renew it, or ask your host to.`);
	return warnings;
}
// src/action/log/file-counter.ts
/** Numbers the files of a run as `[2/5]`. */
var FileCounter = class {
	#total;
	/** With `sync`, the numbers of the files that have one, because unchanged files of the plan have none. */
	#numbers;
	/** @param total - Number of files in the plan. */
	constructor(total) {
		this.#total = total;
	}
	get total() {
		return this.#total;
	}
	/** Counts from now on only the files that are uploaded, in the order in which they are first mentioned. */
	countUploads(uploads) {
		this.#total = uploads;
		this.#numbers = /* @__PURE__ */ new Map();
	}
	/** @param index - Position in the plan. */
	place(remotePath, index) {
		return `[${this.#number(remotePath, index)}/${this.#total}]`;
	}
	#number(remotePath, index) {
		const numbers = this.#numbers;
		if (numbers === void 0) return index + 1;
		const number = numbers.get(remotePath) ?? numbers.size + 1;
		numbers.set(remotePath, number);
		return number;
	}
};
// src/action/log/remaining-sizes.ts
/** The sizes of the files that are still to be uploaded, by powers of two, because there may be 100,000 files. */
var RemainingSizes = class {
	#classes = [];
	constructor(files) {
		for (const { sizeBytes } of files) this.#add(sizeBytes, 1);
	}
	get files() {
		return this.#classes.reduce((sum, { files }) => sum + files, 0);
	}
	get bytes() {
		return this.bytesAbove(0);
	}
	/** About the size of the largest file. */
	get largest() {
		const last = this.#classes.findLast(({ files }) => files > 0);
		return last === void 0 ? 0 : last.bytes / last.files;
	}
	/** Bytes of the files that are certainly larger than this. */
	bytesAbove(size) {
		return this.#classes.reduce((sum, { bytes }, index) => index === 0 || 2 ** (index - 1) >= size ? sum + bytes : sum, 0);
	}
	remove(sizeBytes) {
		this.#add(sizeBytes, -1);
	}
	#add(sizeBytes, files) {
		const index = sizeBytes < 1 ? 0 : Math.floor(Math.log2(sizeBytes)) + 1;
		while (this.#classes.length <= index) this.#classes.push({
			files: 0,
			bytes: 0
		});
		const found = this.#classes[index];
		if (found === void 0) return;
		found.files += files;
		found.bytes += files * sizeBytes;
	}
};
// src/action/log/cost-model.ts
const expectedFileMs = 200;
const fileDeviationMs = 400;
/** Milliseconds per byte. */
const expectedByteMs = 1e3 / 1024 ** 2;
const byteDeviationMs = 3 * expectedByteMs;
/** Milliseconds of variance per millisecond of a transfer, and the weight of that guess in measurements. */
const expectedNoise = 30;
const noiseWeight = 4;
/**
* What a file costs: some time of its own and some per byte. Small files take time by their number, large ones by their
* bytes. Both costs are estimated from the files so far by linear regression, with a weak assumption to begin with
* (Bayesian linear regression). The variance of a transfer grows with its duration.
*/
var CostModel = class CostModel {
	#weights = 0;
	#weightedBytes = 0;
	#weightedSquares = 0;
	#measurements = 0;
	#bytes = 0;
	#ms = 0;
	/** Adds a transfer; `bytes` of a file took `ms` milliseconds. */
	add(bytes, ms) {
		const duration = Math.max(ms, 1);
		this.#weights += 1 / duration;
		this.#weightedBytes += bytes / duration;
		this.#weightedSquares += bytes ** 2 / duration;
		this.#measurements += 1;
		this.#bytes += bytes;
		this.#ms += duration;
	}
	copy() {
		const copy = new CostModel();
		copy.#weights = this.#weights;
		copy.#weightedBytes = this.#weightedBytes;
		copy.#weightedSquares = this.#weightedSquares;
		copy.#measurements = this.#measurements;
		copy.#bytes = this.#bytes;
		copy.#ms = this.#ms;
		return copy;
	}
	/**
	* The time that files take, one after the other.
	*
	* @param bytes - Bytes of all files together.
	*/
	estimate(files, bytes) {
		const { fileMs, byteMs, covariance } = this.#fitted;
		const [a, b, c] = covariance;
		const variance = a * files ** 2 + 2 * b * files * bytes + c * bytes ** 2;
		return {
			ms: Math.max(fileMs, 0) * files + Math.max(byteMs, 0) * bytes,
			deviationMs: Math.sqrt(Math.max(variance, 0))
		};
	}
	/** Estimated milliseconds per byte. */
	get byteMs() {
		return Math.max(this.#fitted.byteMs, 0);
	}
	get #fitted() {
		const noise = (120 + this.#residual(this.#solve(expectedNoise))) / (noiseWeight + this.#measurements);
		return this.#solve(Math.max(noise, .1));
	}
	#solve(noise) {
		const filePrecision = 1 / fileDeviationMs ** 2;
		const bytePrecision = 1 / byteDeviationMs ** 2;
		const p = filePrecision + this.#weights / noise;
		const q = this.#weightedBytes / noise;
		const r = bytePrecision + this.#weightedSquares / noise;
		const x = filePrecision * expectedFileMs + this.#measurements / noise;
		const y = bytePrecision * expectedByteMs + this.#bytes / noise;
		const determinant = p * r - q ** 2;
		return {
			fileMs: (r * x - q * y) / determinant,
			byteMs: (p * y - q * x) / determinant,
			covariance: [
				r / determinant,
				-q / determinant,
				p / determinant
			]
		};
	}
	/** The sum of the squared differences between measured and estimated durations, each divided by the duration. */
	#residual({ fileMs, byteMs }) {
		const sum = this.#ms - 2 * (fileMs * this.#measurements + byteMs * this.#bytes) + fileMs ** 2 * this.#weights + 2 * fileMs * byteMs * this.#weightedBytes + byteMs ** 2 * this.#weightedSquares;
		return Math.max(sum, 0);
	}
};
// src/action/log/time-left.ts
/** A measured transfer says nothing about files that are this much larger, unless it is large itself. */
const comparableFactor = 8;
const largeBytes = 1024 ** 2;
const measurableMs = 1e3;
/** Relative standard deviation above which an estimate isn't worth showing. */
const tolerance = .15;
/**
* Estimates the time that is left, from the durations of the files so far. Several files may be transferred at the same
* time: how many are, on average, follows from the time that has passed.
*/
var TimeLeft = class {
	#costs = new CostModel();
	#doneFiles = 0;
	#doneBytes = 0;
	#largestBytes = 0;
	/** @param milliseconds - Time spent on the file. */
	finished(sizeBytes, milliseconds) {
		this.#costs.add(sizeBytes, milliseconds);
		this.#doneFiles += 1;
		this.#doneBytes += sizeBytes;
		this.#largestBytes = Math.max(this.#largestBytes, sizeBytes);
	}
	/** `about 45.0 s left`; a lower limit if the rate of the large files that are left can't be known yet. */
	describe({ elapsedMs, remaining, transfers }) {
		const costs = this.#costs.copy();
		for (const { movedBytes, elapsedMs: ms } of transfers) if (ms >= measurableMs && movedBytes > 0) costs.add(movedBytes, ms);
		const sent = sum(transfers, ({ bytes }) => bytes);
		const moved = sum(transfers, ({ movedBytes }) => movedBytes);
		const done = costs.estimate(this.#doneFiles + transfers.length, this.#doneBytes + moved);
		const parallel = Math.max(done.ms, 1) / Math.max(elapsedMs, 1);
		const unknownBytes = this.#incomparableBytes(remaining, transfers);
		const files = Math.max(remaining.files - transfers.length, 0);
		const bytes = Math.max(remaining.bytes - sent - unknownBytes, 0);
		const known = costs.estimate(files, bytes);
		const unknownMs = unknownBytes * Math.max(costs.byteMs, expectedByteMs);
		const longest = Math.max(longestTransfer(transfers), largestNotBegun(costs, remaining, transfers));
		const ms = Math.max((known.ms + unknownMs) / parallel, longest);
		if (Math.hypot(known.deviationMs, unknownMs) / parallel <= tolerance * ms) return `about ${formatDuration(ms)} left`;
		const parts = [
			known,
			costs.estimate(files, 0),
			costs.estimate(0, bytes)
		];
		const least = Math.max(...parts.map(leastOf)) / parallel;
		return least < 1e3 ? "time left unknown" : `more than ${formatDuration(least)} left`;
	}
	/** Bytes of files that are so large that the transfers so far say nothing about their rate. */
	#incomparableBytes(remaining, transfers) {
		const measured = transfers.filter(({ elapsedMs }) => elapsedMs >= measurableMs);
		const largest = Math.max(this.#largestBytes, ...measured.map(({ movedBytes }) => movedBytes));
		return largest >= largeBytes ? 0 : remaining.bytesAbove(comparableFactor * largest);
	}
};
function leastOf({ ms, deviationMs }) {
	return ms - 2 * deviationMs;
}
function longestTransfer(transfers) {
	return Math.max(...transfers.map(ownTimeLeft), 0);
}
/** The largest file, unless its transfer has begun: no other connection can share its work. */
function largestNotBegun(costs, { largest }, transfers) {
	return transfers.some(({ sizeBytes }) => sizeBytes >= largest) || largest === 0 ? 0 : costs.estimate(1, largest).ms;
}
/** What the transfer itself needs at its rate so far. */
function ownTimeLeft({ sizeBytes, bytes, movedBytes, elapsedMs }) {
	if (movedBytes === 0 || elapsedMs < measurableMs) return 0;
	return elapsedMs * Math.max(sizeBytes - bytes, 0) / movedBytes;
}
function sum(items, measure) {
	return items.reduce((total, item) => total + measure(item), 0);
}
// src/action/log/progress.ts
/** Milliseconds between two lines. */
const intervalMs = 5e3;
/**
* Prints the progress of long work when nothing was printed for a few seconds. It is called for every buffer sent, so it
* only compares times unless a line is due.
*/
var Progress = class {
	#print;
	#now;
	/** By remote path, because several connections may transfer files at the same time. */
	#transfers = /* @__PURE__ */ new Map();
	#files = 0;
	#bytes = 0;
	#remaining = new RemainingSizes([]);
	#timeLeft = new TimeLeft();
	#printedAt;
	#work = "uploaded";
	#workSince;
	#doneFiles = 0;
	#doneBytes = 0;
	/** Spent on transfers that started again; says nothing about the files that are left. */
	#lostMs = 0;
	constructor({ print, files, now = () => performance.now() }) {
		this.#print = print;
		this.#now = now;
		this.#printedAt = this.#workSince = now();
		this.expect(files);
	}
	/** Only these files are uploaded. */
	expect(files) {
		this.#remaining = new RemainingSizes(files);
		this.#files = this.#remaining.files;
		this.#bytes = this.#remaining.bytes;
	}
	/** Starts counting the files from 0. */
	begin(work) {
		this.#work = work;
		this.#printedAt = this.#workSince = this.#now();
		this.#doneFiles = this.#doneBytes = 0;
		this.#lostMs = 0;
		this.#timeLeft = new TimeLeft();
	}
	/** Postpones the next line, because something else was printed. */
	printed() {
		this.#printedAt = this.#now();
	}
	/** @param bytes - Bytes of the file that have been sent so far. */
	sent(file, bytes) {
		const transfer = this.#transferOf(file, bytes);
		transfer.bytes = bytes;
		if (this.#isDue(transfer.since)) this.#report(this.#fileLine(file, transfer));
	}
	/** A file failed: nothing is left to do for it. */
	failed(file) {
		this.#transfers.delete(file.remotePath);
		if (this.#work === "uploaded") this.#remaining.remove(file.sizeBytes);
	}
	/** @param milliseconds - Time spent on the file. */
	done(file, milliseconds) {
		this.#transfers.delete(file.remotePath);
		this.#doneFiles += 1;
		this.#doneBytes += file.sizeBytes;
		if (this.#work === "uploaded") {
			this.#remaining.remove(file.sizeBytes);
			this.#timeLeft.finished(file.sizeBytes, milliseconds);
		}
		if (this.#doneFiles < this.#files && this.#isDue(this.#workSince)) this.#report(this.#countLine());
	}
	#transferOf({ remotePath, sizeBytes }, bytes) {
		const known = this.#transfers.get(remotePath);
		if (known !== void 0 && bytes >= known.bytes) return known;
		if (known !== void 0) this.#lostMs += this.#now() - known.since;
		const started = {
			since: this.#now(),
			sizeBytes,
			bytesAtStart: bytes,
			bytes
		};
		this.#transfers.set(remotePath, started);
		return started;
	}
	#isDue(since) {
		return this.#now() - Math.max(since, this.#printedAt) >= intervalMs;
	}
	#report(line) {
		this.#print(line);
		this.printed();
	}
	/** A long transfer; the time left is that of all files. */
	#fileLine({ remotePath, sizeBytes }, transfer) {
		const { since, bytesAtStart, bytes } = transfer;
		const percent = Math.floor(100 * share(bytes, sizeBytes));
		const rate = formatRate(bytes - bytesAtStart, this.#now() - since);
		const line = `${sanitize(remotePath)}  ${percent} % of ${formatBytes(sizeBytes)}, ${rate}`;
		if (this.#files < 2) return `${line}, ${this.#left()}`;
		return `${line}; ${formatNumber(this.#doneFiles)} of ${formatNumber(this.#files)} files ${this.#work}, ${this.#left()}`;
	}
	#countLine() {
		const elapsed = this.#now() - this.#workSince;
		const count = `${formatNumber(this.#doneFiles)} of ${formatNumber(this.#files)} files ${this.#work}, ${formatFileRate(this.#doneFiles, elapsed)}`;
		if (this.#work === "published") {
			const done = share(this.#doneFiles, this.#files);
			return `${count}, about ${formatDuration(elapsed * (1 - done) / done)} left`;
		}
		const sent = this.#doneBytes + this.#open().reduce((sum, { bytes }) => sum + bytes, 0);
		return `${count}, ${`${formatBytes(sent)} of ${formatBytes(this.#bytes)}`}, ${formatRate(sent, elapsed)}, ${this.#left()}`;
	}
	#left() {
		const transfers = this.#open();
		const lost = this.#lostMs / Math.max(transfers.length, 1);
		return this.#timeLeft.describe({
			elapsedMs: this.#now() - this.#workSince - lost,
			remaining: this.#remaining,
			transfers
		});
	}
	#open() {
		const now = this.#now();
		return [...this.#transfers.values()].map(({ since, sizeBytes, bytesAtStart, bytes }) => ({
			sizeBytes,
			bytes,
			elapsedMs: now - since,
			movedBytes: bytes - bytesAtStart
		}));
	}
};
function share(part, whole) {
	return whole === 0 ? 1 : part / whole;
}
// src/action/log/retry-line.ts
/** What failed, why, and when it is repeated. */
function describeRetry({ subject, error, attempt, attempts, delayMs, isFree }) {
	const what = isFree ? "attempt failed" : `attempt ${attempt} of ${attempts} failed`;
	return `${retrySubject(subject)} ${what}: ${asClause(error)} Retrying in ${formatDuration(delayMs)}.`;
}
function retrySubject(subject) {
	switch (subject) {
		case "connection": return "Connection";
		case "directories": return "Creating directories:";
		case "server-check": return "Checking the files on the server";
		case "clean-up": return "Deleting temporary files:";
		default: return `${sanitize(subject.remotePath)}:`;
	}
}
// src/action/log/sync-lines.ts
/** What a run with `sync` does: `3 new, 2 changed, 1 deleted, 4,994 unchanged`. */
function formatCounts(counts) {
	return [
		"new",
		"changed",
		"deleted",
		"unchanged",
		"kept"
	].filter((name) => name !== "kept" || counts.kept > 0).map((name) => `${formatNumber(counts[name])} ${name}`).join(", ");
}
/** Why a file is uploaded, for the end of its line; empty when every file is. */
const uploadReasons = {
	new: "new",
	changed: "changed",
	"in-doubt": "uploaded again: an unfinished run may have changed it",
	"differs-on-server": "uploaded again: missing or different on the server",
	requested: ""
};
/** What is logged while this run waits for another one. */
function waitingLine(run) {
	return `Another run${run === void 0 ? "" : ` (run ${sanitize(run.runId)}, job ${sanitize(run.job)}, attempt ${run.attempt})`} seems to be deploying to the same directory. Waiting up to 3 minutes for it to finish.`;
}
/** What is said about files that stay on the server as requested. Everything else is a warning. */
const kept = {
	protected: (files) => `Not deleted because of "never-delete": ${files}.`,
	"not-requested": (files) => `No longer part of the deployment, but still on the server: ${files}. To delete such files, set "delete-removed: true".`
};
/** Says what stays on the server and why, one line per reason. */
function keptLines({ otherFiles }) {
	return Object.keys(kept).flatMap((reason) => {
		const files = otherFiles.filter((file) => file.reason === reason);
		if (files.length === 0) return [];
		return [kept[reason]?.(names(files)) ?? ""];
	});
}
const namedFiles = 10;
function names(files) {
	const shown = files.slice(0, namedFiles).map(({ remotePath }) => sanitize(remotePath));
	const more = files.length - shown.length;
	return [...shown, ...more > 0 ? [`and ${formatNumber(more)} more`] : []].join(", ");
}
// src/action/log/run-observer.ts
/** With more files than this, only failures get a line of their own; the others are counted. */
const maxFileLines = 500;
const failureBytes = 307200;
/** Reports a deployment in the job log, and in the transcript. */
var RunObserver = class {
	#log;
	#transcript;
	#inputs;
	#files;
	#progress;
	#failures = new ByteBudget(failureBytes);
	#advice = /* @__PURE__ */ new Set();
	#alternativePort;
	#isConnected = false;
	#isLoggedIn = false;
	#hasUploaded = false;
	#omitsFailures = false;
	#createdDirectories = 0;
	#deletions = 0;
	#uploadBytes;
	#isPublishing = false;
	/** Printed at the end, because they would hide the progress, or be hidden with it. */
	#fileLines = [];
	#deletedLines = [];
	constructor({ log, transcript, inputs, plan }) {
		this.#log = log;
		this.#transcript = transcript;
		this.#inputs = inputs;
		this.#files = new FileCounter(plan.uploads.length);
		const print = (line) => {
			log.info(line);
		};
		this.#progress = new Progress({
			print,
			files: plan.uploads
		});
		this.#uploadBytes = plan.totalBytes;
	}
	/** Number of directories that were created. */
	get createdDirectories() {
		return this.#createdDirectories;
	}
	phase(phase) {
		const { host, port } = this.#inputs.endpoint;
		this.#printFiles();
		this.#log.endGroup();
		switch (phase) {
			case "connect":
				this.#log.group(`Connecting to ${host}:${port}`);
				break;
			case "compare":
				this.#log.group("Comparing with the previous deployment");
				break;
			case "directories":
				this.#log.group("Directories");
				break;
			case "upload":
				if (this.#files.total > 0) this.#print(this.#uploadLine());
				break;
			case "publish":
				this.#isPublishing = true;
				this.#print("Renaming the uploaded files");
		}
		this.#progress.begin(phase === "publish" ? "published" : "uploaded");
	}
	/** The deployment has ended. */
	end() {
		this.#log.endGroup();
		this.#printFiles();
	}
	#uploadLine() {
		const { endpoint, remoteDir } = this.#inputs;
		const size = formatBytes(this.#uploadBytes);
		return `Uploading ${count(this.#files.total, "file")} (${size}) to ${formatPlace(endpoint, remoteDir)}`;
	}
	/** Prints the lines of files, each list in a group. */
	#printFiles() {
		const lists = [["Uploaded files", this.#fileLines], ["Deleted files", this.#deletedLines]];
		for (const [title, lines] of lists) {
			if (lines.length === 0) continue;
			this.#log.group(title);
			for (const line of lines.splice(0)) this.#log.info(line);
			this.#log.endGroup();
		}
	}
	connected(_connection, { tls, greeting }) {
		if (!this.#isConnected) {
			for (const line of tls === void 0 ? [] : tlsLines(tls)) this.#log.info(line);
			this.#log.info(`Server: ${greeting}`);
		}
		this.#isConnected = true;
		for (const warning of tls === void 0 ? [] : tlsWarnings(tls, this.#inputs.tls)) this.#log.warning(warning);
	}
	portProbed(finding) {
		this.#alternativePort = finding;
	}
	loggedIn(connection) {
		this.#print(this.#isLoggedIn ? `Connection ${connection}: logged in` : "Logged in");
		this.#isLoggedIn = true;
	}
	waiting(run) {
		this.#printUngrouped(waitingLine(run));
	}
	maintenance(state, remotePath) {
		const what = state === "up" ? "Visitors now see" : "Deleted";
		this.#print(`${what} the maintenance file ${sanitize(remotePath)}`);
	}
	planReady(counts, uploads) {
		this.#log.endGroup();
		if (uploads.length + counts.deleted > 0) this.#print(formatCounts(counts));
		this.#files.countUploads(uploads.length);
		this.#progress.expect(uploads);
		this.#uploadBytes = uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
		this.#deletions = counts.deleted;
	}
	fileDeleted(remotePath) {
		if (this.#deletions > maxFileLines) return;
		this.#deletedLines.push(`${sanitize(remotePath)}  deleted`);
	}
	fileKept() {}
	directoriesReady({ created, existing }) {
		this.#createdDirectories += created;
		this.#log.info(`Created ${count(created, "directory", "directories")} (${existing} already existed)`);
	}
	retrying(retry) {
		this.#transcript.note(`retrying: ${retry.error.message}`);
		this.#logFailure(describeRetry(retry));
		this.#logAdvice(retry);
	}
	#logAdvice({ subject, error }) {
		if (!(subject === "connection" ? !this.#isLoggedIn : isClosedDataPort(error)) || this.#hasUploaded) return;
		const found = this.#alternativePort;
		const connection = found === void 0 ? {} : { alternativePort: found };
		const advice = adviceFor(error, adviceContext({
			inputs: this.#inputs,
			connection
		})) ?? "";
		if (this.#advice.has(advice)) return;
		this.#advice.add(advice);
		for (const line of advice.split("\n")) this.#print(line);
	}
	fileProgress(file, bytesSent) {
		this.#progress.sent(file, bytesSent);
	}
	fileStaged(file, index) {
		this.#logFile(file, index, "  staged");
	}
	fileDone(file, index) {
		if (file.status === "unchanged") return;
		if (file.status === "failed") {
			this.#progress.failed(file);
			this.#logFailure(`${this.#place(file, index)}  failed: ${reasonOf(file.error)}`);
		} else this.#logFile(file, index);
	}
	notice(text, severity = "notice") {
		this.#log[severity](text);
	}
	dialogue(connection, line) {
		this.#log.debug(this.#transcript.add(connection, line));
	}
	#logFile(file, index, remark = "") {
		this.#hasUploaded = true;
		const place = this.#place(file, index);
		if (this.#files.total <= maxFileLines && !this.#isPublishing) this.#fileLines.push(`${place}  ${measures(file)}${remark}`);
		this.#progress.done(file, file.milliseconds);
	}
	#logFailure(line) {
		if (this.#failures.tryAdd(line)) this.#printUngrouped(line);
		else if (!this.#omitsFailures) {
			this.#omitsFailures = true;
			this.#printUngrouped("Further failures are omitted. See the manifest (output \"manifest\") for the full list.");
		}
	}
	/** Ends a group, because it would hide the line. */
	#printUngrouped(line) {
		this.#log.endGroup();
		this.#print(line);
	}
	#print(line) {
		this.#log.info(line);
		this.#progress.printed();
	}
	#place(file, index) {
		return `${this.#files.place(file.remotePath, index)} ${sanitize(file.remotePath)}`;
	}
};
function isClosedDataPort(error) {
	if (error instanceof ConnectionError) return error.connection === "data";
	return error instanceof TimeoutError && error.connection === "data" && error.phase === "connect";
}
function measures({ sizeBytes, milliseconds, attempts, reason }) {
	const retried = attempts > 1 ? `  attempt ${attempts}` : "";
	const rate = sizeBytes === 0 ? "" : `  ${formatRate(sizeBytes, milliseconds)}`;
	const why = reason === void 0 ? "" : uploadReasons[reason];
	return `${formatBytes(sizeBytes)}  ${formatDuration(milliseconds)}${rate}${retried}${why && `  ${why}`}`;
}
// src/action/log/transcript-tail.ts
/** The last chunks of a text, in bounded memory. */
var TranscriptTail = class {
	#maximumBytes;
	#chunks = [];
	#bytes = 0;
	#cutLines = 0;
	/** @param maximumBytes - Older chunks are dropped beyond this. */
	constructor(maximumBytes) {
		this.#maximumBytes = maximumBytes;
	}
	add(chunk) {
		this.#chunks.push(chunk);
		this.#bytes += chunk.bytes;
		while (this.#bytes > this.#maximumBytes) {
			const oldest = this.#chunks.shift();
			if (oldest === void 0) return;
			this.#bytes -= oldest.bytes;
			this.#cutLines += oldest.lines;
		}
	}
	/** Removes and returns what is left, and how many lines before it were dropped. */
	take() {
		const taken = {
			lines: this.#chunks.map(({ text }) => text).join(""),
			cutLines: this.#cutLines
		};
		this.#chunks = [];
		this.#bytes = this.#cutLines = 0;
		return taken;
	}
};
// src/action/log/transcript.ts
const flushCharacters = 65536;
/** Of a longer dialogue, the file has this much of its beginning and of its end: 10 MiB together. */
const headBytes = 5242880;
const tailBytes = 5242880;
const noteCharacters = 1e3;
const marks$2 = {
	client: "C",
	server: "S"
};
/**
* The dialogue with the server as a file, each line with the seconds since the start. Lines of the first connection are
* marked `C:` and `S:`, those of later ones with their number, such as `C2:`. What a server can make the file grow to
* is limited: the middle of a long dialogue is left out.
*/
var Transcript = class {
	#path;
	#redactor;
	#started = performance.now();
	#tail = new TranscriptTail(tailBytes);
	#pending = [];
	#pendingCharacters = 0;
	#writtenBytes = 0;
	#hasHead = false;
	#failure;
	constructor(path, redactor) {
		this.#path = path;
		this.#redactor = redactor;
	}
	/**
	* Adds a line of the dialogue.
	*
	* @param connection - Number of the control connection, from 1.
	* @returns The line as written, without the time.
	*/
	add(connection, { from, text }) {
		const [code = ""] = (from === "server" ? /^\d{3}[ -]/.exec(text) : void 0) ?? [];
		const safe = code + this.#redactor.identity(text.slice(code.length));
		const isFirst = connection === 1;
		if (from === "note") return this.#write(`-- ${isFirst ? "" : `${connection}: `}${safe}`);
		return this.#write(`${marks$2[from]}${isFirst ? "" : connection}: ${safe}`);
	}
	/** Adds a line about the run as a whole; the text needn't be safe to display. */
	note(text) {
		this.#write(`-- ${sanitize(this.#redactor.identity(text), noteCharacters)}`);
	}
	/** The first error of writing the file. */
	get failure() {
		return this.#failure;
	}
	/**
	* Writes what is still in memory and creates the file if missing, at the end of the run. Never throws: a full disk
	* must not end an upload.
	*/
	flush() {
		this.#store();
		const { lines, cutLines } = this.#tail.take();
		if (cutLines > 0) this.#append(`${this.#time()} -- ... ${cutLines} lines cut\n`);
		this.#append(lines);
	}
	#write(line) {
		const timed = `${this.#time()} ${line}\n`;
		this.#pending.push(timed);
		this.#pendingCharacters += timed.length;
		if (this.#pendingCharacters >= flushCharacters) this.#store();
		return line;
	}
	#time() {
		return ((performance.now() - this.#started) / 1e3).toFixed(3).padStart(9);
	}
	/** Moves what is pending to the file, or to the tail once the file has its beginning. */
	#store() {
		const text = this.#pending.join("");
		const bytes = Buffer.byteLength(text);
		this.#hasHead ||= this.#writtenBytes + bytes > headBytes;
		if (this.#hasHead) this.#tail.add({
			text,
			bytes,
			lines: this.#pending.length
		});
		else this.#append(text, bytes);
		this.#pending = [];
		this.#pendingCharacters = 0;
	}
	#append(text, bytes = Buffer.byteLength(text)) {
		this.#writtenBytes += bytes;
		try {
			node_fs__WEBPACK_IMPORTED_MODULE_7__.appendFileSync(this.#path, text, { mode: 384 });
		} catch (error) {
			this.#failure ??= toError(error);
		}
	}
};
// src/action/workspace.ts
/** The directory of the checkout. A self-hosted runner may not set it, or set it to a directory that only its containers have. */
function workspaceDirectory() {
	const directory = process.env["GITHUB_WORKSPACE"] ?? "";
	return node_fs__WEBPACK_IMPORTED_MODULE_7__.existsSync(directory) ? directory : process.cwd();
}
/** A path relative to the workspace, with `/`: runners have their workspaces in different places. Other paths stay absolute. */
function relativeToWorkspace(absolute, workspace) {
	const relative = node_path__WEBPACK_IMPORTED_MODULE_9__.relative(workspace, absolute);
	return (relative.split(node_path__WEBPACK_IMPORTED_MODULE_9__.sep)[0] !== ".." && !node_path__WEBPACK_IMPORTED_MODULE_9__.isAbsolute(relative) ? relative || "." : absolute).split(node_path__WEBPACK_IMPORTED_MODULE_9__.sep).join("/");
}
// src/action/plan-files.ts
/** Dangling links, and excluded files and directories, that the log names. */
const namedEntries = 10;
/**
* Finds the files to upload and plans where they go.
*
* @returns undefined when there are none and `if-no-files-found` allows that.
* @throws {@link NoFilesError} when it doesn't; `PlanError` when files can't be uploaded as requested.
*/
async function planFiles(inputs, log) {
	log.group("Files");
	const plan = await planDeployment({
		patterns: inputs.files,
		exclude: inputs.exclude,
		followSymlinks: inputs.followSymlinks,
		workspace: workspaceDirectory(),
		baseDirectory: inputs.baseDir,
		remoteDirectory: inputs.remoteDir,
		flatten: inputs.flatten,
		chmod: inputs.chmod,
		maintenanceFile: inputs.maintenanceFile
	});
	const { gitFiles, links, danglingLinks, excluded } = plan.skipped;
	if (gitFiles > 0) log.info(`Skipped ${count(gitFiles, "file")} in .git (not named by any pattern)`);
	if (links > 0) log.info(`Skipped ${count(links, "symbolic link")} (follow-symlinks: false)`);
	if (danglingLinks.length > 0) log.info(describeDanglingLinks(danglingLinks));
	if (excluded.length > 0) log.info(describeExcluded(excluded));
	for (const warning of plan.warnings) log.warning(warning);
	reportUnmatched(plan.unmatchedPatterns, inputs, log);
	if (plan.uploads.length === 0) {
		reportNoFiles(inputs, {
			excluded,
			log
		});
		return;
	}
	const where = plan.remoteDirectory === "" ? "the login directory" : `"${plan.remoteDirectory}"`;
	const files = count(plan.uploads.length, "file");
	for (const warning of nameWarnings(plan.uploads)) log.warning(warning);
	const page = plan.maintenancePage;
	if (page !== void 0) {
		const paths = `${sanitize(displayPath(page))} -> ${sanitize(page.remotePath)}`;
		log.info(`Maintenance file while the site changes: ${paths}`);
	}
	const verb = inputs.sync.mode === "changed" ? "deploy" : "upload";
	log.info(`Found ${files} (${formatBytes(plan.totalBytes)}) to ${verb} to ${where}`);
	return plan;
}
function describeDanglingLinks(links) {
	const names = links.slice(0, namedEntries).map((link) => sanitize(displayPath({ localPath: link })));
	const more = links.length > namedEntries ? ", ..." : "";
	return `Skipped ${count(links.length, "symbolic link")} to files that don't exist: ${names.join(", ")}${more}`;
}
function describeExcluded(excluded) {
	const names = excluded.slice(0, namedEntries).map((name) => sanitize(name));
	const more = excluded.length > namedEntries ? ", ..." : "";
	return `Excluded ${names.join(", ")}${more}`;
}
/** A path that may be missing isn't worth a warning if even a run without files is accepted. */
function reportUnmatched(patterns, { ifNoFilesFound }, log) {
	const [first] = patterns;
	if (first === void 0) return;
	const advice = patternAdvice(new NoFilesError([first], process.cwd()));
	const shown = patterns.map((pattern) => sanitize(pattern, pattern.length)).join(", ");
	const text = `Patterns of "files" that match nothing in ${process.cwd()}: ${shown}.\n${advice}`;
	if (ifNoFilesFound === "ignore") log.info(text);
	else log.warning(text);
}
function reportNoFiles({ files, ifNoFilesFound }, { excluded, log }) {
	const error = new NoFilesError(files, process.cwd(), { hasExcluded: excluded.length > 0 });
	if (ifNoFilesFound === "error") throw error;
	if (ifNoFilesFound === "warn") log.warning(`${error.message}\n${patternAdvice(error)}`);
	else log.info(error.message);
}
const listBytes = 614400;
const sizeWidth = 10;
const reasonWidth = 19;
/** Logs what a run with `sync` would change, one line per file. */
function logComparison(files, otherFiles, log) {
	const uploads = files.filter(({ status }) => status === "pending");
	const others = otherFiles.filter(({ reason }) => reason === "to-be-deleted");
	const lines = [...uploads.map((file) => (file.reason ?? "").padEnd(reasonWidth) + planLine(file)), ...others.map(({ remotePath }) => "deleted".padEnd(reasonWidth) + sanitize(remotePath))];
	if (lines.length === 0) return;
	log.group("Dry run: files that would be uploaded or deleted");
	logList(lines, log);
}
/** Logs what a dry run leaves out. */
function logExcluded(excluded, log) {
	if (excluded.length === 0) return;
	log.group("Dry run: excluded files and directories");
	logList(excluded.map((name) => sanitize(name)), log);
}
/** Logs the plan of a dry run: the size, the local path and the remote path of each file. */
function logPlan(uploads, log) {
	log.group("Dry run: files that would be uploaded");
	logList(uploads.map(planLine), log);
}
function planLine(upload) {
	const paths = `${sanitize(displayPath(upload))} -> ${sanitize(upload.remotePath)}`;
	const mode = upload.mode === void 0 ? "" : `  chmod ${upload.mode}`;
	return `${formatBytes(upload.sizeBytes).padStart(sizeWidth)}  ${paths}${mode}`;
}
function logList(lines, log) {
	const budget = new ByteBudget(listBytes);
	for (const [index, line] of lines.entries()) {
		if (!budget.tryAdd(line)) {
			log.info(`${count(lines.length - index, "more file")}: see the manifest for the full list`);
			return;
		}
		log.info(line);
	}
}
// src/action/report/manifest.ts
/**
* The run as JSON, in chunks: for 100,000 files the whole text would take more memory than the rest of the run.
*/
function* manifest(report, redactor) {
	const { connection, error, sync } = report;
	yield `${json({ run: {
		startedAt: report.startedAt.toISOString(),
		durationSeconds: seconds(report.milliseconds),
		outcome: error === void 0 ? "success" : "failure",
		...error === void 0 ? {} : { error: {
			code: error.code,
			message: error.message
		} },
		...report.isDryRun === true ? { dryRun: true } : {},
		...sync === void 0 ? {} : { state: stateOf(sync) },
		...report.preflight === void 0 ? {} : { preflight: steps(report.preflight, redactor) },
		...connection === void 0 ? {} : {
			server: connection.endpoint.host,
			port: connection.endpoint.port,
			tlsMode: connection.mode,
			...tlsFields(report, redactor),
			dataConnections: connection.dataConnections,
			controlConnections: connection.controlConnections,
			...report.connections === void 0 ? {} : { connections: usage$1(report.connections, redactor) },
			serverSoftware: redactor.secret(connection.greeting ?? "")
		}
	} }).slice(0, -2)},\n  "files": [`;
	let separator = "";
	for (const entry of entries(report, redactor)) {
		yield `${separator}\n    ${json(entry).replaceAll("\n", "\n    ")}`;
		separator = ",";
	}
	yield separator === "" ? "]\n}\n" : "\n  ]\n}\n";
}
/** The planned files, then the files of earlier deployments that aren't planned. */
function* entries({ files, sync }, redactor) {
	for (const file of files) yield plannedEntry(file, redactor);
	for (const file of sync?.otherFiles ?? []) yield otherEntry(file);
}
function stateOf({ statePath, isFound, generation, isWritten }) {
	return {
		path: statePath,
		found: isFound ?? null,
		generation,
		written: isWritten
	};
}
function usage$1({ wanted, used, refusal }, redactor) {
	return {
		wanted,
		used,
		refusal: refusal === void 0 ? null : redactor.secret(refusal.message)
	};
}
function json(value) {
	return JSON.stringify(value, void 0, 2);
}
function steps({ lines }, redactor) {
	return lines.map(({ step, outcome, text }) => ({
		step,
		outcome,
		text: redactor.secret(text)
	}));
}
function tlsFields(report, redactor) {
	const tls = report.connection?.tls;
	if (tls === void 0) return {};
	const { certificate } = tls;
	return {
		tlsProtocol: tls.protocol,
		tlsCipher: tls.cipher,
		certificate: {
			subject: redactor.secret(certificate.subject),
			issuer: redactor.secret(certificate.issuer),
			sha256: certificate.fingerprint256,
			publicKeySha256: certificate.publicKeySha256,
			expires: isoTime(certificate.validTo),
			daysLeft: daysLeft(certificate, report.startedAt.getTime())
		}
	};
}
/** A certificate may contain a date that isn't one. */
function isoTime(date) {
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
function plannedEntry(file, redactor) {
	const isOnServer = file.status === "uploaded" || file.status === "unchanged";
	return {
		local: displayPath(file),
		remote: file.remotePath,
		bytes: file.sizeBytes,
		sha256: isOnServer ? file.sha256 : null,
		milliseconds: Math.round(file.milliseconds),
		attempts: file.attempts,
		status: file.status,
		reason: file.reason ?? null,
		verified: isOnServer ? file.verified : "none",
		error: file.status === "failed" ? redactor.secret(file.error.message) : null
	};
}
function otherEntry({ remotePath, sizeBytes, status, reason }) {
	return {
		local: null,
		remote: remotePath,
		bytes: sizeBytes ?? null,
		sha256: null,
		milliseconds: 0,
		attempts: 0,
		status,
		reason,
		verified: "none",
		error: null
	};
}
/** Seconds with three decimals. */
function seconds(milliseconds) {
	return Math.round(milliseconds) / 1e3;
}
// src/action/report/outputs.ts
const maxListBytes = 524288;
/**
* Creates a directory for the files of this run: in the runner's temporary directory, or in the system's if that can't
* be used.
*
* @throws {@link RunFilesError} when neither can be used.
*/
function createRunFiles() {
	const directory = createDirectory(process.env["RUNNER_TEMP"] ?? "");
	return {
		manifest: node_path__WEBPACK_IMPORTED_MODULE_9__.join(directory, "manifest.json"),
		transcript: node_path__WEBPACK_IMPORTED_MODULE_9__.join(directory, "transcript.txt")
	};
}
function createDirectory(runnerTemp) {
	const name = "open-ftps-action-";
	try {
		if (runnerTemp === "") return node_fs__WEBPACK_IMPORTED_MODULE_7__.mkdtempSync(node_path__WEBPACK_IMPORTED_MODULE_9__.join(node_os__WEBPACK_IMPORTED_MODULE_16__.tmpdir(), name));
		node_fs__WEBPACK_IMPORTED_MODULE_7__.mkdirSync(runnerTemp, { recursive: true });
		return node_fs__WEBPACK_IMPORTED_MODULE_7__.mkdtempSync(node_path__WEBPACK_IMPORTED_MODULE_9__.join(runnerTemp, name));
	} catch (error) {
		if (runnerTemp !== "") return createDirectory("");
		throw new RunFilesError(toError(error));
	}
}
/**
* Sets every output, after a failure too.
*
* @param files - Undefined when the run has no directory for its files.
* @returns A warning for each list of files that is too long for an output.
*/
function setOutputs(report, files) {
	const { files: planned, sync, isChanged = false } = report;
	const warnings = [];
	const list = (name, entries) => {
		const text = pathList(entries);
		setOutput(name, text ?? "[]");
		if (text === void 0) warnings.push(name);
	};
	const uploaded = planned.filter(({ status }) => status === "uploaded");
	const deleted = sync?.otherFiles.filter(({ status }) => status === "deleted") ?? [];
	list("uploaded-files", uploaded);
	list("deleted-files", deleted);
	setOutput("uploaded-count", uploaded.length);
	setOutput("uploaded-bytes", total(planned, "uploaded").bytes);
	setOutput("unchanged-count", total(planned, "unchanged").files);
	setOutput("deleted-count", deleted.length);
	setOutput("failed-count", total(planned, "failed").files);
	setOutput("pending-count", total(planned, "pending").files);
	setOutput("changed", isChanged);
	setOutput("duration-seconds", seconds(report.milliseconds));
	setOutput("manifest", files?.manifest ?? "");
	setOutput("transcript", files?.transcript ?? "");
	return warnings.map((name) => `The output "${name}" is empty because it would exceed 512 KiB. The manifest (output "manifest") has the complete list.`);
}
/** The paths as JSON; undefined if that is too long. */
function pathList(entries) {
	const paths = [];
	let bytes = 2;
	for (const { remotePath } of entries) {
		const path = JSON.stringify(remotePath);
		bytes += Buffer.byteLength(path) + (paths.length === 0 ? 0 : 1);
		if (bytes > maxListBytes) return void 0;
		paths.push(path);
	}
	return `[${paths.join(",")}]`;
}
// src/action/report/docs-link.ts
/** The page that explains errors. */
const errorsPage = "docs/troubleshooting.md";
const publishedRepository = "org/open-ftps-action";
/**
* The address of the page that explains errors, in the repository and at the version that the workflow uses.
*
* @param section - Undefined for the page as a whole.
*/
function errorsLink(section) {
	const anchor = section === void 0 ? "" : `#${section}`;
	return `https://github.com/${source()}/${errorsPage}${anchor}`;
}
/** A runner names no repository for an action that is a directory of the workspace. */
function source() {
	const repository = process.env["GITHUB_ACTION_REPOSITORY"] ?? "";
	if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) return `${publishedRepository}/blob/HEAD`;
	const path = (process.env["GITHUB_ACTION_REF"] ?? "").split("/").map(encodeURIComponent).join("/");
	return `${repository}/blob/${path === "" ? "HEAD" : path}`;
}
// src/action/report/error-topic.ts
const login$1 = "certificate-and-login-problems";
const upload = "upload-problems";
const codes = "error-codes";
const incremental = "problems-with-incremental-deployments";
const topics = {
	INPUT: {
		words: "invalid inputs",
		section: codes
	},
	TEMPORARY_DIRECTORY: {
		words: "no temporary directory",
		section: codes
	},
	NO_FILES: {
		words: "no files match",
		section: upload
	},
	PLAN: {
		words: "files can't be uploaded as requested",
		section: upload
	},
	FTPS_TLS: {
		words: "no TLS connection",
		section: "connection-problems"
	},
	FTPS_CERTIFICATE: {
		words: "certificate not trusted",
		section: login$1
	},
	FTPS_PROTOCOL: {
		words: "unexpected reply",
		section: "connection-problems"
	},
	FTPS_COMMAND: {
		words: "file name not supported",
		section: upload
	},
	LOCAL_FILE: {
		words: "local file changed or unreadable",
		section: upload
	},
	VERIFICATION: {
		words: "upload not verified",
		section: upload
	},
	NO_CHECKSUM: {
		words: "no checksums on this server",
		section: upload
	},
	PUBLISH: {
		words: "file not renamed",
		section: upload
	},
	FILE_NAME: {
		words: "file name not supported",
		section: upload
	},
	MAINTENANCE: {
		words: "problem with the maintenance file",
		section: upload
	},
	STATE: {
		words: "problem with the record of the last deployment",
		section: incremental
	},
	DELETE_LIMIT: {
		words: "too many deletions",
		section: incremental
	},
	CANCELLED: {
		words: "cancelled",
		section: codes
	}
};
/**
* What an error is about, decided by its fields.
*
* @param hasLoggedIn - Whether a login succeeded in this run.
*/
function errorTopic(error, hasLoggedIn) {
	if (error instanceof ReplyError) return replyTopic(error);
	const section = hasLoggedIn ? upload : "connection-problems";
	if (error instanceof ConnectionError) return {
		words: unreachable(error),
		section
	};
	if (error instanceof TimeoutError) return {
		words: error.phase === "connect" ? unreachable(error) : "timed out",
		section
	};
	const code = "code" in error ? String(error.code) : "";
	if (code === "FTPS_LOST") return {
		words: "connection lost",
		section
	};
	return topics[code] ?? {
		words: "unexpected error",
		section: codes
	};
}
function unreachable({ connection }) {
	return connection === "data" ? "no data connection" : "could not connect";
}
function replyTopic({ verb, reply, isPlaintext }) {
	if (reply.code === replyCode.serviceNotAvailable) return {
		words: verb === "" ? "connection rejected" : "service not available",
		section: "connection-problems"
	};
	if (isPlaintext) return {
		words: "no TLS connection",
		section: "connection-problems"
	};
	switch (verb) {
		case "": return {
			words: "connection rejected",
			section: "connection-problems"
		};
		case "USER":
		case "PASS": return {
			words: "login failed",
			section: login$1
		};
		case "AUTH":
		case "PBSZ":
		case "PROT": return {
			words: "encryption rejected",
			section: login$1
		};
		case "STOR":
		case "APPE": return {
			words: "upload rejected",
			section: upload
		};
		case "MKD":
		case "CWD": return {
			words: "directory rejected",
			section: upload
		};
		default: return {
			words: "command rejected",
			section: upload
		};
	}
}
// src/action/report/capability-lines.ts
/** What the server's capabilities mean for the inputs, one sentence each. */
function capabilityLines(capabilities, inputs) {
	return [
		resuming(capabilities),
		sizes(capabilities),
		checksums(capabilities),
		times(capabilities),
		publishing(inputs)
	];
}
function resuming({ canResume }) {
	return canResume ? "Interrupted large uploads can be resumed (REST STREAM)." : "Interrupted uploads restart from the beginning: the server doesn't announce both REST STREAM and SIZE.";
}
function sizes({ supportsSize }) {
	return supportsSize ? "\"verify-uploads: size\" compares file sizes (SIZE)." : "The server doesn't announce SIZE. If it doesn't support it, \"verify-uploads: size\" has no effect.";
}
function checksums({ checksum }) {
	if (checksum === void 0) return "The server doesn't support checksums, so \"verify-uploads: checksum\" fails.";
	const { verb, option } = checksum;
	return `"verify-uploads: checksum" compares checksums (${option === void 0 ? verb : `${verb} ${option}`}).`;
}
function times({ mtimeCommand }) {
	switch (mtimeCommand) {
		case "MFMT": return "\"preserve-mtime: true\" sets modification times (MFMT).";
		case "MDTM": return "\"preserve-mtime: true\" uses MDTM. Some servers only support reading with it; if so, times aren't set and the run still succeeds.";
		case void 0: return "The server announces no command that sets modification times, so \"preserve-mtime: true\" may have no effect.";
	}
}
function publishing({ publish }) {
	return publish === "direct" ? "\"publish: direct\" needs upload permission only." : `"publish: ${publish}" needs permission to rename and delete, which can't be checked without uploading.`;
}
// src/action/report/preflight-report.ts
const titles = {
	network: "Network",
	tls: "TLS",
	login: "Login",
	directory: "remote-dir",
	transfer: "Transfer",
	state: "State",
	connections: "Connections"
};
const describe$1 = {
	network,
	tls,
	login,
	directory,
	transfer,
	state,
	connections
};
/**
* Describes the result of a preflight.
*
* @param failure - The error and advice for the step that failed, as a deployment would report them.
*/
function preflightReport(result, inputs, failure) {
	const { capabilities } = result;
	const failedAt = result.failure?.step;
	const steps = stepsFor(inputs);
	const end = failedAt === void 0 ? steps.length : steps.indexOf(failedAt);
	return {
		lines: steps.map((step, index) => {
			const title = titles[step];
			if (index < end) return {
				step,
				title,
				...describe$1[step](result, inputs)
			};
			if (index > end) return {
				step,
				title,
				outcome: "not attempted",
				text: "not attempted"
			};
			return {
				step,
				title,
				outcome: "failed",
				text: [failure, ...where(step, result)].join("\n")
			};
		}),
		capabilities: capabilities === void 0 ? [] : capabilityLines(capabilities, inputs)
	};
}
function where(step, { addresses, connection }) {
	const { host } = connection.endpoint;
	return step === "network" && addresses.length > 0 ? [`${host} resolves to ${addresses.join(", ")}.`] : [];
}
function network({ addresses, connection }) {
	const { host, port } = connection.endpoint;
	return passed(`${addresses.length === 0 ? "" : `${host} resolves to ${addresses.join(", ")}; `}port ${port} is open`);
}
function tls({ connection }, inputs) {
	if (connection.mode === "none") return warned("none: the username, the password and the files are sent unencrypted");
	if (connection.tls === void 0) return passed("established");
	const { protocol, certificate } = connection.tls;
	const [subject, issuer] = [certificate.subject, certificate.issuer].map(quoted);
	const trust = {
		ca: "",
		pin: "; matches a pin",
		none: "; not verified (tls-verify: false)"
	}[trustOf(inputs.tls)];
	const text = `${protocol}; certificate of ${subject ?? ""}, issued by ${issuer ?? ""}, valid until ${validUntil(certificate)}${trust}`;
	return tlsWarnings(connection.tls, inputs.tls).length === 0 ? passed(text) : warned(text);
}
function login({ connection: { greeting = "", loginDirectory } }) {
	const facts = [...greeting === "" ? [] : [`server: "${greeting}"`], ...loginDirectory === void 0 ? [] : [`login directory: ${quoted(loginDirectory)}`]];
	return passed(facts.length === 0 ? "succeeded" : `succeeded (${facts.join(", ")})`);
}
function stepsFor({ sync, connections: wanted }) {
	const optional = [sync.mode === "off" ? [] : ["state"], wanted > 1 ? ["connections"] : []];
	return [...preflightSteps, ...optional.flat()];
}
function directory({ directory: found }, inputs) {
	const { remoteDir } = inputs;
	if (remoteDir === "") return passed("the login directory");
	const name = quoted(remoteDir);
	if (found === "exists") return passed(`${name} exists`);
	if (found === "unknown" || found === void 0) return warned(`${name} was not checked, because the server doesn't report a login directory`);
	return warned(`${name} doesn't exist or isn't accessible (${formatReply(found.reply)}). An upload will try to create it. If it should exist, check "remote-dir" and the account's permissions.`);
}
function transfer({ listing, connection }) {
	if (listing !== "read" && listing !== void 0) return warned(`the data port is open; the account can't list directories (${formatReply(listing.reply)}), so TLS on data connections can't be checked without uploading`);
	if (connection.mode === "none") return passed("data connection opened, unencrypted");
	return passed(connection.dataConnections.resumed === 1 ? "data connection opened, TLS session resumed" : "data connection opened; the TLS session was not resumed, which this server doesn't require");
}
function connections({ connections: found }) {
	if (found === void 0) return passed("not counted");
	const { wanted, used, refusal } = found;
	const opened = `${used} of ${wanted} were open at the same time`;
	return refusal === void 0 ? passed(opened) : warned(`${opened}: ${asClause(refusal)}`);
}
function state({ state: found }) {
	if (found === void 0) return passed("not read");
	const { path, kind, files, writtenAt = "", isUnfinished } = found;
	const unfinished = isUnfinished ? "; a run has not finished, so the next one uploads again what may be incomplete" : "";
	switch (kind) {
		case "none": return passed(`no state yet at ${quoted(path)}: the first run uploads every file`);
		case "unusable": return warned(`${quoted(path)} can't be used: the next run uploads every file and deletes nothing`);
		case "usable": {
			const text = `${quoted(path)} lists ${formatFiles(files)}, written ${sanitize(writtenAt, 30)}${unfinished}`;
			return isUnfinished ? warned(text) : passed(text);
		}
	}
}
function passed(text) {
	return {
		outcome: "passed",
		text
	};
}
function warned(text) {
	return {
		outcome: "warned",
		text
	};
}
function quoted(text) {
	return `"${sanitize(text, text.length)}"`;
}
const marks$1 = {
	passed: "✔",
	warned: "⚠",
	failed: "✘",
	"not attempted": "–"
};
const titleWidth = 12;
/** Logs a preflight: one line per step with the advice below it, and the server's capabilities. */
function logPreflight({ lines, capabilities }, log) {
	for (const { title, outcome, text } of lines) {
		const indented = text.replaceAll("\n", `\n${" ".repeat(14)}`);
		log.info(`${marks$1[outcome]} ${title.padEnd(titleWidth)}${indented}`);
	}
	if (capabilities.length === 0) return;
	log.group("Server capabilities");
	for (const line of capabilities) log.info(line);
}
// src/action/report/report.ts
/** Describes an outcome. Never throws: if the words can't be found, the report has the bare error. */
function buildReport(outcome, context) {
	const { files, error } = outcome;
	const { startedAt, milliseconds, redactor } = context;
	try {
		return {
			startedAt,
			milliseconds,
			...describe(outcome, context)
		};
	} catch (defect) {
		const bare = error ?? defect;
		const message = redactor.secret(bare.message);
		const link = errorsLink(void 0);
		return {
			startedAt,
			milliseconds,
			files,
			error: {
				code: codeOf(bare),
				message,
				explanation: message,
				title: work({}),
				link
			}
		};
	}
}
function describe(outcome, { inputs, redactor }) {
	const { files, connection, connections, retries, sync, isChanged, error } = outcome;
	const shown = error === void 0 ? void 0 : describeError(error, outcome, inputs);
	const message = redactor.secret(shown?.message ?? "");
	const explanation = redactor.secret(shown?.explanation ?? "");
	return {
		files,
		...connection === void 0 ? {} : { connection },
		...connections === void 0 ? {} : { connections },
		...retries === void 0 ? {} : { retries },
		...sync === void 0 ? {} : { sync },
		...isChanged === void 0 ? {} : { isChanged },
		...shown === void 0 ? {} : { error: {
			...shown,
			message,
			explanation
		} },
		...inputs === void 0 ? {} : fromInputs(inputs, outcome, message)
	};
}
function fromInputs(inputs, { preflight }, failure) {
	return {
		endpoint: inputs.endpoint,
		remoteDir: inputs.remoteDir,
		publish: inputs.publish,
		trust: trustOf(inputs.tls),
		...inputs.dryRun ? { isDryRun: true } : {},
		...preflight === void 0 ? {} : { preflight: preflightReport(preflight, inputs, failure) }
	};
}
/** What failed and for which file, what to do, and what happened to the other files. */
function describeError(error, outcome, inputs) {
	const { files } = outcome;
	const failed = files.find((file) => file.status === "failed" && file.error === error);
	const advice = adviceFor(error, adviceContext({
		...outcome,
		failed,
		inputs
	}));
	const explanation = [failed === void 0 ? error.message : describeFailure(failed), ...advice === void 0 ? [] : [advice]].join("\n");
	const counts = inputs?.dryRun === true ? [] : statusCounts(files);
	const { preflight, facts } = outcome;
	const { words, section } = errorTopic(error, facts?.loggedIn === true || preflight?.capabilities !== void 0);
	return {
		code: codeOf(error),
		message: [explanation, ...counts].join("\n"),
		explanation,
		title: `${work({
			isDryRun: inputs?.dryRun === true,
			preflight
		})}: ${words}`,
		link: errorsLink(section)
	};
}
function work(run) {
	if (run.preflight !== void 0) return "FTPS preflight failed";
	return run.isDryRun === true ? "Dry run failed" : "FTPS upload failed";
}
function describeFailure({ remotePath, error }) {
	return error instanceof CancelledError || error instanceof VerificationError || error instanceof LocalFileError || error instanceof ReplyError && error.command === `${error.verb} ${remotePath}` ? error.message : `${sanitize(remotePath)}: ${error.message}`;
}
function statusCounts(files) {
	const unchanged = total(files, "unchanged").files;
	const attempted = files.length - unchanged;
	if (attempted === 0) return [];
	const [uploaded, failed, pending] = [
		total(files, "uploaded").files,
		total(files, "failed").files,
		total(files, "pending").files
	];
	const unpublished = files.filter(isUnpublished).length;
	const others = [
		`${formatNumber(failed)} failed`,
		...unpublished === 0 ? [] : [`${formatNumber(unpublished)} uploaded but not renamed`],
		`${formatNumber(pending - unpublished)} not attempted`,
		...unchanged === 0 ? [] : [`${formatNumber(unchanged)} unchanged`]
	];
	return [`${formatNumber(uploaded)} of ${count(attempted, "file")} uploaded (${others.join(", ")}).`];
}
/** Whether a file was uploaded under a temporary name, and the run ended before its rename. */
function isUnpublished({ status, attempts }) {
	return status === "pending" && attempts > 0;
}
function codeOf(error) {
	return "code" in error ? String(error.code) : error.name;
}
// src/action/sync-settings.ts
/** What an incremental deployment depends on: the inputs, and what the runner says about the job; undefined with `sync: off`. */
function syncSettings(inputs, plan) {
	const { mode, ...others } = inputs.sync;
	if (mode === "off") return void 0;
	return {
		...others,
		mode,
		selection: selectionOf(inputs, plan),
		repository: repository(),
		job: job(),
		isDryRun: inputs.dryRun || inputs.preflight
	};
}
/** The same selection has the same text on every runner. */
function selectionOf({ files, exclude, baseDir, flatten }, plan) {
	const workspace = workspaceDirectory();
	const base = plan?.baseDirectory ?? baseDir;
	return {
		files: files.map((pattern) => portablePattern(pattern, workspace)),
		exclude,
		baseDir: base === void 0 ? "" : relativeToWorkspace(base, workspace),
		flatten
	};
}
function portablePattern(pattern, workspace) {
	const [, negation = "", body = ""] = /^(!*)(.*)$/.exec(pattern) ?? [];
	return negation + (node_path__WEBPACK_IMPORTED_MODULE_9__.isAbsolute(body) ? relativeToWorkspace(body, workspace) : body);
}
function repository() {
	return {
		id: variable("GITHUB_REPOSITORY_ID"),
		name: variable("GITHUB_REPOSITORY")
	};
}
function job() {
	const [runId, name] = [variable("GITHUB_RUN_ID"), variable("GITHUB_JOB")];
	const attempt = Number(variable("GITHUB_RUN_ATTEMPT") ?? "1");
	if (runId === void 0 || name === void 0 || !Number.isSafeInteger(attempt)) return void 0;
	return {
		runId,
		job: name,
		attempt
	};
}
function variable(name) {
	const text = process.env[name]?.trim() ?? "";
	return text === "" ? void 0 : text;
}
// src/action/log/closing-lines.ts
/** The last lines of the log: the result in numbers. */
function closingLines(report) {
	const hasFailed = report.error !== void 0;
	if (report.preflight !== void 0 || report.isDryRun === true) return hasFailed ? [] : [...preflightEnd(report), ...dryRunEnd(report)];
	if (report.files.length === 0 || report.connection === void 0) return [];
	return [...hasFailed ? [] : resumption$1(report), ...result$1(report)];
}
function preflightEnd({ preflight }) {
	if (preflight === void 0) return [];
	return ["All checks passed. Nothing was changed on the server. Write permission can't be checked without uploading."];
}
function dryRunEnd(report) {
	const { isDryRun, files, endpoint, preflight, sync } = report;
	if (isDryRun !== true || files.length === 0) return [];
	if (sync?.counts !== void 0) return [`Dry run: ${formatCounts(sync.counts)}. Nothing was changed on the server.`];
	const size = formatBytes(total(files, "pending").bytes);
	const where = endpoint === void 0 ? "" : ` to ${endpoint.host}:${endpoint.port}`;
	const plan = `Dry run: ${count(files.length, "file")} (${size}) would be uploaded${where}.`;
	return [preflight === void 0 ? `${plan} No connection was opened.` : plan];
}
/** What was uploaded, deleted and left alone. */
function result$1(report) {
	const { files, milliseconds, retries = 0, error, isChanged } = report;
	const place = formatPlace(report.endpoint, report.remoteDir);
	const done = total(files, "uploaded");
	const unchanged = total(files, "unchanged").files;
	const attempted = files.length - unchanged;
	const deleted = deletedFiles$1(report);
	if (attempted === 0 && deleted === 0) {
		if (error !== void 0) return [];
		const record = isChanged === true ? " The record of the deployment was updated." : "";
		return [`Nothing to do: ${formatFiles(unchanged)} unchanged${unverified(report)}.${record}`];
	}
	const of = done.files === attempted ? "" : `${formatNumber(done.files)} of `;
	const size = formatBytes(done.bytes);
	return [`${[
		`${attempted === 0 ? `Deleted ${formatFiles(deleted)} from ${place}` : `Uploaded ${of}${count(attempted, "file")} (${size}) to ${place}`} in ${formatDuration(milliseconds)}`,
		...verified$1(files, done.files),
		...deleted === 0 || attempted === 0 ? [] : [`${formatNumber(deleted)} deleted`],
		...unchanged === 0 ? [] : [`${formatNumber(unchanged)} unchanged${unverified(report)}`],
		...retries === 0 ? [] : [count(retries, "retry", "retries")]
	].join(", ")}.`];
}
function deletedFiles$1({ sync }) {
	return sync?.otherFiles.filter(({ status }) => status === "deleted").length ?? 0;
}
/** Says that unchanged files weren't looked at. */
function unverified({ sync }) {
	return (sync?.unverified ?? 0) > 0 ? " (not checked on the server)" : "";
}
function verified$1(files, uploadedFiles) {
	if (uploadedFiles === 0) return [];
	return ["size", "checksum"].flatMap((how) => {
		const number = files.filter((file) => file.status === "uploaded" && file.verified === how).length;
		if (number === 0) return [];
		return [`${number === uploadedFiles ? "all" : formatNumber(number)} verified by ${how}`];
	});
}
function resumption$1({ connection }) {
	if (connection === void 0 || connection.mode === "none") return [];
	const { resumed, total: all } = connection.dataConnections;
	if (resumed === all) return [];
	return [`${formatNumber(all - resumed)} of ${count(all, "data connection")} did not resume the TLS session. Their certificates were verified instead.`];
}
// src/action/report/markup.ts
const entities = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
/** Escapes text for HTML, with control characters made visible. */
function escapeHtml(text, maximum = 300) {
	return sanitize(text, maximum).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
/** Untrusted text as inline code, in which nothing becomes a link, a mention or markup. */
function code(text, maximum = 300) {
	return `<code>${escapeHtml(text, maximum)}</code>`;
}
/** Text that isn't wrapped in a narrow column. */
function nonBreaking(text) {
	return text.replaceAll(" ", "\xA0");
}
/**
* A table row; the cells are HTML.
*
* @param numbers - The indexes of cells that are aligned to the right.
*/
function row(cells, numbers = []) {
	return `<tr>${cells.map((cell, index) => cell !== "" && numbers.includes(index) ? `<td align="right">${cell}</td>` : `<td>${cell}</td>`).join("")}</tr>\n`;
}
const columns = 96;
/** Lines of text without markup; long ones are wrapped, because the page would cut them off. */
function preformatted(text) {
	return `<pre>${text.split("\n").flatMap((line) => wrap(line)).map((line) => escapeHtml(line, 1e3)).join("\n")}</pre>\n`;
}
/** Breaks a line at spaces, and indents the continuation like the line. */
function wrap(line) {
	const indent = /^ */.exec(line)?.[0] ?? "";
	const lines = [];
	let rest = line;
	while (rest.length > columns) {
		const last = rest.lastIndexOf(" ", columns);
		const space = last > indent.length ? last : rest.indexOf(" ", columns);
		if (space === -1) break;
		lines.push(rest.slice(0, space).trimEnd());
		rest = indent + rest.slice(space + 1);
	}
	return [...lines, rest];
}
/** A table of rows; the cells of its head are HTML. */
function table(head, rows) {
	return `<table>\n<thead><tr>${head.map((cell) => `<th>${cell}</th>`).join("")}</tr></thead>\n${rows.join("")}</table>\n`;
}
/** A part that is opened by a click; its summary and contents are HTML without empty lines. */
function details(summary, contents, isOpen = false) {
	return `<details${isOpen ? " open" : ""}><summary>${summary}</summary>\n${contents}</details>\n`;
}
/** Words and numbers, in which GitHub finds no mention, link, commit or emoji. */
const plainWord = /^[()–-]*$|^[A-Za-z]+(?:['’-][A-Za-z]+)*$|^\d{1,6}(?:[.,]\d{1,3})*$/;
/** A word with punctuation around it; parentheses that belong to the word remain part of it. */
const inParentheses = /^(\(?)([^()]*?)([).,;:!?]*)$/s;
const ending = /^()(.*?)([.,;:!?]*)$/s;
const commit = /^[\da-f]{7,}$/i;
/**
* Untrusted text as running text: quoted parts, and every word that could become a link, a mention or markup, are inline
* code.
*/
function prose(text, maximum = 1e3) {
	const parts = sanitize(text, maximum).match(/"[^"]*"|[^\s"]+|\s+|"/g) ?? [];
	let html = "";
	let literal = "";
	const flush = () => {
		const shown = literal.trimEnd();
		if (shown !== "") html += code(shown, shown.length);
		html += literal.slice(shown.length);
		literal = "";
	};
	for (const part of parts) {
		if (/^\s+$/.test(part)) {
			if (literal === "") html += part;
			else literal += part;
			continue;
		}
		const [, start = "", word = "", end = ""] = inParentheses.exec(part) ?? ending.exec(part) ?? [];
		if (part.length > 2 && part.startsWith("\"")) {
			flush();
			html += code(part.slice(1, -1), part.length);
		} else if (isPlain(word)) {
			flush();
			html += escapeHtml(part, part.length);
		} else {
			if (start !== "") flush();
			html += start;
			literal += word;
			if (end !== "") flush();
			html += end;
		}
	}
	flush();
	return html;
}
function isPlain(word) {
	return plainWord.test(word) && !commit.test(word);
}
// src/action/report/summary-error.ts
const maxBytes$1 = 61440;
/** What failed, why and what to do, as a quote with a link to the page about it. */
function errorQuote({ code: code$1, explanation, link }) {
	const [what = "", ...advice] = explanation.split("\n").filter((line) => line.trim() !== "");
	const more = `<a href="${escapeHtml(link, link.length)}">Troubleshooting: ${code(code$1)}</a>`;
	return quote([
		`<strong>${prose(what)}</strong>`,
		...paragraphs(advice),
		more
	]);
}
/** A quote of paragraphs, which are HTML without empty lines. */
function quote(paragraphs) {
	return `<blockquote>\n${paragraphs.map((text) => text.startsWith("<pre>") ? text : `<p>${text}</p>\n`).join("")}</blockquote>\n`;
}
/** Running text; indented lines, such as a pin to paste, remain lines of their own. */
function paragraphs(lines) {
	const budget = new ByteBudget(maxBytes$1);
	const shown = [];
	let indented = [];
	const add = (html) => {
		if (budget.tryAdd(html)) shown.push(html);
	};
	const flush = () => {
		if (indented.length > 0) add(preformatted(indented.join("\n")));
		indented = [];
	};
	for (const line of lines) if (line.startsWith("  ")) indented.push(line.slice(2));
	else {
		flush();
		add(prose(line));
	}
	flush();
	return shown;
}
// src/action/report/summary-tls.ts
const trusted = {
	ca: "trusted CA",
	pin: "<code>tls-pin</code> matches",
	none: "⚠️ certificate not verified"
};
/** The connection in a few words of HTML. */
function connectionText({ connection, connections, trust, startedAt }) {
	if (connection === void 0) return "";
	const used = connections !== void 0 && (connections.used > 1 || connections.refusal) ? [usage(connections)] : [];
	if (connection.mode === "none") return ["⚠️ unencrypted", ...used].join(", ");
	const { tls } = connection;
	if (tls === void 0) return "";
	return [
		version(tls),
		...trust === void 0 ? [] : [trusted[trust]],
		validity(tls.certificate, startedAt),
		...used
	].join(", ");
}
/** `4 connections`, `2 of 4 connections`. */
function usage({ wanted, used, refusal }) {
	return refusal === void 0 ? `${used} connections` : `${used} of ${wanted} connections`;
}
function version({ protocol }) {
	const [, number] = /^TLSv(1\.\d)$/.exec(protocol) ?? [];
	return number === void 0 ? code(protocol) : `TLS ${number}`;
}
function validity(certificate, startedAt) {
	const days = daysLeft(certificate, startedAt.getTime());
	if (Number.isNaN(days)) return "⚠️ certificate with an invalid date";
	if (days < 0) return `⚠️ certificate expired ${count(-days, "day")} ago`;
	return `${days < 30 ? "⚠️ " : ""}certificate valid for ${nonBreaking(count(days, "day"))}`;
}
const checks = {
	ca: "system CA or <code>tls-ca</code>",
	pin: "<code>tls-pin</code>",
	none: "⚠️ not verified (<code>tls-verify: false</code>)"
};
/** TLS on the control connection and the server's certificate, closed; empty without TLS. */
function tlsDetails(report, redactor) {
	const { connection, trust, startedAt } = report;
	const tls = connection?.tls;
	if (connection === void 0 || tls === void 0) return "";
	const { certificate } = tls;
	const [subject = "", issuer = ""] = [certificate.subject, certificate.issuer].map((name) => code(redactor.secret(name)));
	const { resumed, total } = connection.dataConnections;
	return details("<strong>TLS and certificate</strong>", `<table>\n${[
		["Protocol", `${code(tls.protocol)} ${code(tls.cipher)}`],
		["Certificate", `${subject}, issued by ${issuer}, valid until ${validUntil(certificate, startedAt.getTime())}`],
		["SHA-256", breakable(code(certificate.fingerprint256))],
		...trust === void 0 ? [] : [["Verified by", checks[trust]]],
		...total === 0 ? [] : [["TLS session resumed", resumption(resumed, total)]]
	].map(([name = "", value = ""]) => `<tr><th align="left" nowrap>${name}</th><td>${value}</td></tr>\n`).join("")}</table>\n`);
}
/** A fingerprint that may be wrapped after every eighth byte. */
function breakable(fingerprint) {
	return fingerprint.replaceAll(/(?:[\dA-F]{2}:){8}/g, "$&<wbr>");
}
function resumption(resumed, total) {
	return `${formatNumber(resumed)} of ${count(total, "data connection")}`;
}
// src/action/report/summary-facts.ts
/** The totals of a deployment as a table with one row. */
function facts(report) {
	const columns = report.error === void 0 ? successFacts(report) : failureFacts(report);
	return table(columns.map(([name]) => name), [row(columns.map(([, value]) => value))]);
}
/** Whether anything was uploaded or deleted, or at least tried. */
function wasAttempted({ files, sync }) {
	return !files.every(({ status, attempts }) => status === "unchanged" || status === "pending" && attempts === 0) || (sync?.otherFiles.some(({ status }) => status === "deleted") ?? false);
}
function successFacts(report) {
	const { files, retries = 0, publish = "direct" } = report;
	const { bytes } = total(files, "uploaded");
	const uploaded = files.filter((file) => file.status === "uploaded");
	const upload = [
		["Size", nonBreaking(formatBytes(bytes))],
		["Duration", duration(report, uploaded.length, bytes)],
		["Verified", verified(uploaded)],
		["Retries", formatNumber(retries)],
		["Publish", publish]
	];
	return [
		["Files", filesText(report, uploaded)],
		...uploaded.length === 0 ? [["Duration", duration(report, 0, 0)]] : upload,
		["Connection", connectionText(report)]
	];
}
function failureFacts(report) {
	const { files, retries = 0, sync } = report;
	const uploaded = total(files, "uploaded");
	const failed = total(files, "failed").files;
	const unpublished = files.filter(isUnpublished).length;
	const pending = total(files, "pending").files - unpublished;
	const others = sync === void 0 ? [] : [["Deleted", formatNumber(otherCount(sync.otherFiles, "deleted"))], ["Unchanged", formatNumber(total(files, "unchanged").files)]];
	return [
		["Uploaded", [count(uploaded.files, "file"), formatBytes(uploaded.bytes)].map(nonBreaking).join(", ")],
		["Failed", failed === 0 ? "0" : `<strong>${formatNumber(failed)}</strong>`],
		...unpublished === 0 ? [] : [["Not renamed", formatNumber(unpublished)]],
		["Not attempted", formatNumber(pending)],
		...others,
		["Duration", nonBreaking(formatDuration(report.milliseconds))],
		...retries === 0 ? [] : [["Retries", formatNumber(retries)]]
	];
}
/** How the files on the server compare with those of the last deployment. */
function filesText({ files, sync }, uploaded) {
	if (sync === void 0) return formatNumber(uploaded.length);
	const added = uploaded.filter(({ reason }) => reason === "new").length;
	const text = formatCounts({
		new: added,
		changed: uploaded.length - added,
		deleted: otherCount(sync.otherFiles, "deleted"),
		unchanged: total(files, "unchanged").files,
		kept: otherCount(sync.otherFiles, "kept")
	});
	const checked = sync.unverified > 0 ? "unchanged (not checked on the server)" : "unchanged";
	return text.split(", ").map(nonBreaking).join(", ").replace("unchanged", checked);
}
function otherCount(files, status) {
	return files.filter((file) => file.status === status).length;
}
/** With `sync`, much of the time is spent on files that aren't uploaded, so a rate would mean little. */
function duration({ milliseconds, sync }, files, bytes) {
	if (sync !== void 0) return nonBreaking(formatDuration(milliseconds));
	const rates = [...bytes === 0 ? [] : [formatRate(bytes, milliseconds)], ...files < 2 ? [] : [formatFileRate(files, milliseconds)]];
	const all = rates.length === 0 ? "" : ` (${rates.map(nonBreaking).join(", ")})`;
	return `${nonBreaking(formatDuration(milliseconds))}${all}`;
}
function verified(uploaded) {
	const ways = ["size", "checksum"].flatMap((how) => {
		const files = uploaded.filter((file) => file.verified === how).length;
		return files === 0 ? [] : [`${formatNumber(files)} of ${formatNumber(uploaded.length)} by ${how}`];
	});
	return ways.length === 0 ? "none" : ways.join(", ");
}
// src/action/report/summary-files.ts
const maxRows = 300;
const maxBytes = 409600;
const pathCharacters$1 = 200;
const order = {
	failed: 0,
	pending: 1,
	uploaded: 2,
	deleted: 3,
	kept: 4
};
/** Limits the rows of all tables of a summary together. */
var RowBudget = class {
	#bytes = new ByteBudget(maxBytes);
	#rows = 0;
	/** Adds a row, and returns whether it fits. After one that doesn't fit, none does. */
	tryAdd(html) {
		this.#rows += 1;
		return this.#rows <= maxRows && this.#bytes.tryAdd(html);
	}
};
/** The files with something to say; of those that were unchanged, only the number is in the summary. */
function rowsOf({ files, sync }) {
	return [...files.filter((file) => file.status !== "unchanged"), ...sync?.otherFiles ?? []];
}
/** The files that failed, each with the reason. */
function failuresTable(report, context) {
	const { redactor } = context;
	const failed = report.files.filter((file) => file.status === "failed");
	if (failed.length === 0) return "";
	const { rows, note } = fit(failed, context, (file) => {
		const attempts = file.attempts > 1 ? ` (after ${file.attempts} attempts)` : "";
		const reason = prose(redactor.secret(reasonOf(file.error)), 300);
		return row([`❌ ${pathCell(file.remotePath, redactor)}`, `${reason}${attempts}`]);
	});
	return `${tableOf(["Failed file", "Reason"], rows)}${note}`;
}
/** The other files: first those that were not attempted, then those that were uploaded, deleted or kept. */
function fileDetails(report, context) {
	const { redactor } = context;
	const files = rowsOf(report).filter(({ status }) => status !== "failed").toSorted((a, b) => order[a.status] - order[b.status]);
	if (files.length === 0) return "";
	const hasStatus = files.some((file) => statusOf(file) !== "");
	const { rows, note } = fit(files, context, (file) => {
		const time = file.status === "uploaded" ? nonBreaking(formatDuration(file.milliseconds)) : "";
		const status = hasStatus ? [statusOf(file) || "✅ uploaded"] : [];
		return row([
			pathCell(file.remotePath, redactor),
			sizeCell(file),
			time,
			...status
		], [1, 2]);
	});
	const head = [
		"File",
		"Size",
		"Time",
		...hasStatus ? ["Result"] : []
	];
	return details(`${report.error === void 0 ? "<strong>Files</strong>" : titleOf(files)}${first(rows, files)}`, `${tableOf(head, rows)}${note}`);
}
/** The files that would be uploaded, deleted or kept. */
function planDetails(report, context) {
	const { redactor } = context;
	const files = rowsOf(report);
	if (files.length === 0) return "";
	const hasReasons = report.sync !== void 0;
	const { rows, note } = fit(files, context, (file) => {
		const local = "localPath" in file ? code(redactor.secret(displayPath(file)), pathCharacters$1) : "";
		const reason = hasReasons ? [planCell(file)] : [];
		return row([
			local,
			pathCell(file.remotePath, redactor),
			sizeCell(file),
			...reason
		], [2]);
	});
	const contents = `${tableOf([
		"Local file",
		"Remote path",
		"Size",
		...hasReasons ? ["Result"] : []
	], rows)}${note}`;
	return details(`<strong>Files</strong>${first(rows, files)}`, contents, true);
}
/** The rows that fit, and what to say about the others. */
function fit(files, { budget, redactor }, rowOf) {
	const rows = [];
	for (const file of files) {
		const html = rowOf(file);
		if (!budget.tryAdd(html)) break;
		rows.push(html);
	}
	return {
		rows,
		note: rows.length === files.length ? "" : noteFor(files, rows.length, redactor)
	};
}
/** Says that a table is truncated, and names the largest and the slowest file. */
function noteFor(files, shown, redactor) {
	const largest = maxBy(files, ({ sizeBytes = 0 }) => sizeBytes);
	const slowest = maxBy(files, millisecondsOf);
	return `<p>${[
		`Showing ${formatNumber(shown)} of ${count(files.length, "file")}. The manifest (output <code>manifest</code>) lists all of them.`,
		`Largest: ${pathCell(largest.remotePath, redactor)}, ${formatBytes(largest.sizeBytes ?? 0)}`,
		...millisecondsOf(slowest) === 0 ? [] : [`Slowest: ${pathCell(slowest.remotePath, redactor)}, ${formatDuration(millisecondsOf(slowest))}`]
	].join("<br>\n")}</p>\n`;
}
function tableOf(head, rows) {
	return rows.length === 0 ? "" : table(head, rows);
}
function first(rows, files) {
	if (rows.length === files.length) return "";
	return ` (first ${formatNumber(rows.length)} of ${formatNumber(files.length)})`;
}
/** `6 uploaded files`, `2 not attempted, 6 uploaded`. */
function titleOf(files) {
	const numbers = /* @__PURE__ */ new Map();
	for (const file of files) {
		const word = groupOf(file);
		numbers.set(word, (numbers.get(word) ?? 0) + 1);
	}
	const groups = [...numbers];
	const [[word, number] = ["", 0], another] = groups;
	if (another === void 0 && !word.startsWith("not ")) return count(number, `${word} file`);
	return groups.map(([name, size]) => `${formatNumber(size)} ${name}`).join(", ");
}
function groupOf(file) {
	if (file.status === "pending") return isUnpublished(file) ? "not renamed" : "not attempted";
	if (file.status === "kept" && file.reason === "to-be-deleted") return "not deleted";
	return file.status;
}
function pathCell(remotePath, redactor) {
	return code(redactor.secret(remotePath), pathCharacters$1);
}
function sizeCell({ sizeBytes }) {
	return sizeBytes === void 0 ? "" : nonBreaking(formatBytes(sizeBytes));
}
function planCell(file) {
	if (file.status === "deleted") return "🗑️ deleted";
	if (file.status !== "kept") return file.reason === void 0 ? "" : uploadedBecause[file.reason];
	return file.reason === "to-be-deleted" ? "🗑️ to be deleted" : keptWords(file.reason);
}
/** Empty for a file that was uploaded, with nothing else to say. */
function statusOf(file) {
	switch (file.status) {
		case "failed": return "❌ failed";
		case "pending": return isUnpublished(file) ? "⏭️ uploaded, not renamed" : "⏭️ not attempted";
		case "uploaded": {
			const remarks = [file.attempts > 1 ? `attempt ${file.attempts}` : "", file.reason === void 0 ? "" : uploadedBecause[file.reason]].filter((remark) => remark !== "");
			return remarks.length === 0 ? "" : `✅ uploaded (${remarks.join(", ")})`;
		}
		case "deleted": return "🗑️ deleted";
		case "kept": return file.reason === "to-be-deleted" ? "📌 not deleted" : keptWords(file.reason);
	}
}
const uploadedBecause = {
	new: "new",
	changed: "changed",
	"in-doubt": "an unfinished run may have changed it",
	"differs-on-server": "missing or different on the server",
	requested: ""
};
const keptBecause = {
	excluded: "excluded, but exists in the workspace",
	protected: "<code>never-delete</code>",
	edited: "changed on the server",
	unconfirmed: "the server can't confirm that it is unchanged",
	"other-deployment": "another deployment uses the directory",
	"not-requested": "<code>delete-removed</code> is off",
	"no-state": "no record of an earlier deployment",
	adopted: "first deployment after <code>adopt</code>",
	"taken-over": "first deployment after a takeover",
	uncertain: "it isn't known what an interrupted run has changed",
	"empty-plan": "no files to deploy",
	"nothing-in-common": "no file in common with the last deployment",
	"other-selection": "the inputs that select files have changed"
};
function keptWords(reason) {
	return reason === "to-be-deleted" ? "📌 kept" : `📌 kept: ${keptBecause[reason]}`;
}
function millisecondsOf(file) {
	return "milliseconds" in file ? file.milliseconds : 0;
}
function maxBy(files, measure) {
	return files.reduce((best, file) => measure(file) > measure(best) ? file : best);
}
// src/action/report/summary-headline.ts
const pathCharacters = 200;
/** The result and where it is, in one line of HTML. */
function headline(report, redactor) {
	return `<h3>${result(report)}${place(report, redactor)}</h3>\n`;
}
/** The plan of a dry run that follows a preflight. */
function planHeadline(report, redactor) {
	return `<h3>${planned(report)}${place(report, redactor)}</h3>\n`;
}
/** What to do if the server's identity was not verified, as HTML. */
function securityAdvice({ connection, trust }) {
	if (connection === void 0) return void 0;
	if (connection.mode === "none") return "The username, the password and the files were sent unencrypted (<code>tls-mode: none</code>).";
	if (trust !== "none" || connection.tls === void 0) return void 0;
	return `The certificate was not verified (<code>tls-verify: false</code>), so the server could be anyone. Compare its fingerprint with your host's, then replace <code>tls-verify</code> with ${code(pinLine(connection.tls.certificate))}`;
}
function place({ endpoint, remoteDir }, redactor) {
	if (endpoint === void 0) return "";
	return ` → ${code(redactor.secret(formatPlace(endpoint, remoteDir)), pathCharacters)}`;
}
function result(report) {
	const { error, preflight, isDryRun = false, files } = report;
	if (error !== void 0) return `❌ ${failure(report, error.title)}`;
	if (preflight !== void 0) return security(report, "✅", "FTPS preflight passed");
	if (files.length === 0) return "ℹ️ FTPS upload: no files to upload";
	return isDryRun ? planned(report) : `${security(report, "✅", "FTPS upload")}: ${done(report)}`;
}
function security({ connection, trust }, mark, work) {
	if (connection?.mode === "none") return `⚠️ ${work}, unencrypted`;
	return trust === "none" && connection?.tls !== void 0 ? `⚠️ ${work}, certificate not verified` : `${mark} ${work}`;
}
/** The reason is in the quote below if there are results of files to show here. */
function failure({ files, isDryRun, preflight }, title) {
	const uploaded = total(files, "uploaded").files;
	const failed = total(files, "failed").files;
	if (isDryRun === true || preflight !== void 0 || uploaded + failed === 0) return title;
	const attempted = files.length - total(files, "unchanged").files;
	const [work = ""] = title.split(":");
	return `${work}: ${formatNumber(uploaded)} of ${count(attempted, "file")} uploaded`;
}
function done({ files, sync }) {
	const unchanged = total(files, "unchanged").files;
	const deleted = deletedFiles(sync);
	if (unchanged === files.length) return deleted === 0 ? `nothing to do, ${count(unchanged, "file")} unchanged` : `${count(deleted, "file")} deleted`;
	const uploaded = total(files, "uploaded");
	const more = deleted === 0 ? "" : `, ${formatNumber(deleted)} deleted`;
	return `${count(uploaded.files, "file")} (${formatBytes(uploaded.bytes)})${more}`;
}
function deletedFiles(sync) {
	return sync?.otherFiles.filter(({ status }) => status === "deleted").length ?? 0;
}
function planned({ files, sync }) {
	if (sync?.counts !== void 0) return `📋 Dry run: ${formatCounts(sync.counts)}`;
	const { bytes } = total(files, "pending");
	return `📋 Dry run: ${count(files.length, "file")} (${formatBytes(bytes)}) would be uploaded`;
}
// src/action/report/summary.ts
/**
* The job summary as Markdown, in HTML blocks only, so that no untrusted text is parsed as Markdown: the result and
* where it is, what failed and why, the totals, the files and the TLS connection. It is short if nothing was attempted.
* GitHub accepts 1 MiB per step; the tables are far smaller.
*/
function summary(report, redactor) {
	const { error, preflight, isDryRun = false } = report;
	const advice = securityAdvice(report);
	const isTrial = isDryRun || preflight !== void 0;
	return [
		headline(report, redactor),
		error === void 0 ? "" : errorQuote(error),
		advice === void 0 ? "" : quote([`⚠️ ${advice}`]),
		...isTrial ? trial(report, redactor) : deployment(report, redactor)
	].filter((block) => block !== "").join("\n");
}
function deployment(report, redactor) {
	const { error, files } = report;
	if (files.length === 0) return [];
	if (error !== void 0 && !wasAttempted(report)) return [notAttempted(report), tlsDetails(report, redactor)];
	const context = {
		redactor,
		budget: new RowBudget()
	};
	return [
		facts(report),
		failuresTable(report, context),
		fileDetails(report, context),
		tlsDetails(report, redactor)
	];
}
function notAttempted({ files, sync }) {
	const pending = total(files, "pending");
	const deletions = sync?.otherFiles.filter(({ reason }) => reason === "to-be-deleted").length ?? 0;
	const unchanged = total(files, "unchanged").files;
	const parts = [...pending.files === 0 ? [] : [`${count(pending.files, "file")} (${formatBytes(pending.bytes)})`], ...deletions === 0 ? [] : [count(deletions, "deletion")]];
	return `<p>${[parts.length === 0 ? "" : `Not attempted: ${parts.join(", ")}.`, unchanged === 0 ? "" : `Unchanged: ${count(unchanged, "file")}.`].filter((text) => text !== "").join(" ")}</p>\n`;
}
function trial(report, redactor) {
	const { error, preflight, isDryRun = false, files } = report;
	const hasPlan = isDryRun && files.length > 0 && error === void 0;
	return [
		...preflight === void 0 ? [] : preflightBlocks(preflight, redactor),
		preflight !== void 0 && hasPlan ? planHeadline(report, redactor) : "",
		hasPlan ? planDetails(report, {
			redactor,
			budget: new RowBudget()
		}) : ""
	];
}
const marks = {
	passed: "✅",
	warned: "⚠️",
	failed: "❌",
	"not attempted": "➖"
};
const stepCharacters = 600;
/** The steps of a preflight, one row each, and the server's capabilities. */
function preflightBlocks({ lines, capabilities }, redactor) {
	const rows = lines.map(({ title, outcome, text }) => {
		const [first = ""] = redactor.secret(text).split("\n");
		return `<tr><th align="left" nowrap>${marks[outcome]} ${title}</th><td>${prose(first, stepCharacters)}</td></tr>\n`;
	});
	const items = capabilities.map((line) => `<li>${prose(line)}</li>\n`);
	return [`<table>\n${rows.join("")}</table>\n`, items.length === 0 ? "" : details("<strong>Server capabilities</strong>", `<ul>\n${items.join("")}</ul>\n`)];
}
// src/action/report/write-report.ts
/**
* Writes the report of a run: the outputs first, then the transcript, the manifest, the summary and the end of the log.
* A part that can't be written doesn't keep the others from being written; it fails the run, or is a warning if the run
* has failed anyway. Never throws.
*/
async function writeReport(report, targets) {
	const { log, files, transcript, redactor } = targets;
	const problems = [];
	const part = async (failure, write) => {
		try {
			await write();
		} catch (error) {
			problems.push(`${failure}: ${toError(error).message}`);
		}
	};
	await part("Could not set the outputs", () => {
		for (const warning of setOutputs(report, files)) log.warning(warning);
	});
	await part("Could not write the log", () => {
		if (report.preflight !== void 0) logPreflight(report.preflight, log);
		log.endGroup();
	});
	transcript?.flush();
	const { failure } = transcript ?? {};
	if (failure !== void 0) log.warning(`The transcript is incomplete: ${failure.message}`);
	await part("Could not write the manifest", () => {
		if (files !== void 0) writeChunks(files.manifest, manifest(report, redactor));
	});
	if (targets.hasSummary) await writeSummary(report, targets);
	await part("Could not write the log", () => {
		for (const line of closingLines(report)) log.info(line);
	});
	if (report.error === void 0 && problems.length > 0) {
		log.failed("FTPS upload: the report is incomplete", problems.join("\n"));
		return;
	}
	for (const problem of problems) log.warning(problem);
	if (report.error === void 0) return;
	const { title, message, code, link } = report.error;
	log.failed(title, `${message}\n${code}: ${link}`);
}
async function writeSummary(report, { log, redactor }) {
	if ((process.env["GITHUB_STEP_SUMMARY"] ?? "") === "") return;
	try {
		await summary$1.addRaw(summary(report, redactor)).write();
	} catch (error) {
		log.info(`Could not write the job summary: ${toError(error).message}`);
	}
}
const writeCharacters = 65536;
/** The manifest names the host, like the transcript its commands. */
const ownerOnly = 384;
/** Writes a file from chunks of its text, with few system calls; an existing file is overwritten. */
function writeChunks(path, chunks) {
	const file = node_fs__WEBPACK_IMPORTED_MODULE_7__.openSync(path, "w", ownerOnly);
	try {
		let pending = "";
		for (const chunk of chunks) {
			pending += chunk;
			if (pending.length < writeCharacters) continue;
			node_fs__WEBPACK_IMPORTED_MODULE_7__.writeFileSync(file, pending);
			pending = "";
		}
		node_fs__WEBPACK_IMPORTED_MODULE_7__.writeFileSync(file, pending);
	} finally {
		node_fs__WEBPACK_IMPORTED_MODULE_7__.closeSync(file);
	}
}
// src/action/run.ts
/** Milliseconds before the first retry. */
const firstPauseMs = 1e3;
/** The whole action: inputs, files, deployment, report. Sets the exit code; never throws. */
async function run() {
	using cancellation = new Cancellation();
	const startedAt = /* @__PURE__ */ new Date();
	const started = performance.now();
	const redactor = new Redactor(readSensitiveInputs());
	const log = new Log(redactor);
	let files;
	let transcript;
	let inputs;
	let outcome;
	try {
		files = createRunFiles();
		transcript = new Transcript(files.transcript, redactor);
		inputs = readInputs();
		outcome = await perform({
			inputs,
			log,
			transcript,
			signal: cancellation.signal
		});
	} catch (error) {
		outcome = {
			files: [],
			error: toError(error)
		};
	}
	const milliseconds = performance.now() - started;
	await writeReport(buildReport(outcome, {
		inputs,
		startedAt,
		milliseconds,
		redactor
	}), {
		log,
		redactor,
		files,
		transcript,
		hasSummary: inputs?.summary ?? wantsSummary()
	});
}
/** Does what the inputs ask for: a deployment, or a dry run, a preflight or both. */
async function perform(task) {
	const { inputs, log } = task;
	for (const warning of inputs.warnings) log.warning(warning);
	const plan = inputs.needsFiles ? await planFiles(inputs, log) : void 0;
	if (!(inputs.dryRun || inputs.preflight)) return plan === void 0 ? { files: [] } : runDeployment(plan, task);
	const sync = syncSettings(inputs, plan);
	const isPlanOnly = inputs.dryRun && sync === void 0;
	if (inputs.dryRun && plan !== void 0) logExcluded(plan.skipped.excluded, log);
	if (isPlanOnly && plan !== void 0) logPlan(plan.uploads, log);
	const files = plan?.uploads.map(pendingResult) ?? [];
	const checked = inputs.preflight ? await runPreflight(task) : {};
	if (isPlanOnly || plan === void 0 || !inputs.dryRun || "error" in checked) return {
		files,
		...checked
	};
	const compared = await runDeployment(plan, task);
	if (compared.sync?.counts !== void 0) logComparison(compared.files, compared.sync.otherFiles, log);
	return {
		...compared,
		...checked
	};
}
async function runDeployment(plan, { inputs, log, transcript, signal }) {
	const observer = new RunObserver({
		log,
		transcript,
		inputs,
		plan
	});
	const retry = {
		retries: inputs.retries,
		firstPauseMs
	};
	const { stateFile } = inputs.sync;
	const options = {
		...inputs,
		sync: syncSettings(inputs, plan),
		stateFile,
		retry,
		signal
	};
	const result = await deploy({
		plan,
		target: target(inputs),
		options,
		observer
	});
	observer.end();
	if (result.remainingTemporaryFiles.length > 0) {
		const names = result.remainingTemporaryFiles.map((name) => sanitize(name)).join(", ");
		log.warning(`These temporary files are still on the server: ${names}.`);
	}
	for (const [original, path] of result.movedAside) log.warning(`The old ${sanitize(original)} is on the server as ${sanitize(path)}: it was moved aside and could not be put back. Rename it.`);
	if (result.sync !== void 0) for (const line of keptLines(result.sync)) log.info(line);
	return {
		...result,
		isChanged: hasChanged(result, observer.createdDirectories)
	};
}
/** Whether anything on the server was changed, or may have been. */
function hasChanged({ files, sync, ...result }, createdDirectories) {
	if (sync !== void 0) return sync.isChanged;
	return createdDirectories > 0 || result.facts.renames > 0 || result.remainingTemporaryFiles.length > 0 || result.movedAside.size > 0 || result.facts.acceptedIn.size > 0 || total(files, "uploaded").files > 0;
}
async function runPreflight({ inputs, log, transcript, signal }) {
	const { host, port } = inputs.endpoint;
	log.group(`Preflight of ${host}:${port}`);
	const options = {
		...inputs,
		sync: syncSettings(inputs, void 0),
		remoteDirectory: inputs.remoteDir,
		signal
	};
	const result = await preflight(target(inputs), options, {
		dialogue: (connection, line) => {
			log.debug(transcript.add(connection, line));
		},
		notice: (text, severity = "notice") => {
			log[severity](text);
		}
	});
	const { connection, failure } = result;
	const warnings = connection.tls === void 0 ? [] : tlsWarnings(connection.tls, inputs.tls);
	for (const warning of warnings) log.warning(warning);
	return {
		connection,
		preflight: result,
		...failure === void 0 ? {} : { error: failure.error }
	};
}
function target(inputs) {
	const { endpoint, alternativePort, tlsMode: mode, tls, timeoutMs, username, password } = inputs;
	return {
		endpoint,
		alternativePort,
		mode,
		tls,
		timeoutMs,
		username,
		password
	};
}
// src/index.ts
await run();


__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(691);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
