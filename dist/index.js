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

/***/ 500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

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
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(30);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(692);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(455);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(500);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(760);
/* harmony import */ var os__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(857);
/* harmony import */ var crypto__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(982);
/* harmony import */ var fs__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(896);
/* harmony import */ var path__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(928);
/* harmony import */ var assert__WEBPACK_IMPORTED_MODULE_11__ = __nccwpck_require__(613);
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_12__ = __nccwpck_require__(877);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_13__ = __nccwpck_require__(161);
















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
// src/deploy/errors.ts
const shownProblems = 10;
/** The files cannot be uploaded as asked; found before any connection. */
var PlanError = class extends Error {
	code = "PLAN";
	/** Every problem, one sentence each, safe to show. */
	problems;
	constructor(problems) {
		const shown = problems.slice(0, shownProblems);
		const more = problems.length - shown.length;
		super([...shown, ...more > 0 ? [`And ${more} more such problems.`] : []].join("\n"));
		this.name = "PlanError";
		this.problems = problems;
	}
};
/** A local file could not be read as it was planned; nobody at the server is to blame. */
var LocalFileError = class extends Error {
	code = "LOCAL_FILE";
	path;
	constructor(path, problem, options) {
		super(`The local file ${sanitize(path)} ${problem}.`, options);
		this.name = "LocalFileError";
		this.path = path;
	}
};
/** What the server has is not what was sent. */
var VerificationError = class extends Error {
	code = "VERIFICATION";
	constructor(remotePath, problem) {
		super(`The upload of ${sanitize(remotePath)} arrived wrong: ${problem}.`);
		this.name = "VerificationError";
	}
};
/** `verify-uploads: checksum` was asked for, and the server offers no checksum. */
var NoChecksumError = class extends Error {
	code = "NO_CHECKSUM";
	constructor() {
		super("The server offers no checksum (HASH, XSHA256, XSHA1, XMD5, XCRC).");
		this.name = "NoChecksumError";
	}
};
/** An uploaded file could not be put in its place. */
var PublishError = class extends Error {
	code = "PUBLISH";
	constructor(problem, cause) {
		super(`${problem}: ${cause.message}`, { cause });
		this.name = "PublishError";
	}
};
/** The run was cancelled from outside. */
var CancelledError = class extends Error {
	code = "CANCELLED";
	constructor(how) {
		super(`The run was cancelled (${how}).`);
		this.name = "CancelledError";
	}
};
// src/deploy/plan/remote-path.ts
/**
* Remote paths: `/`-separated, relative to the login directory unless they begin with `/`. Pure text; what local
* separators are is the caller's matter.
*/
/**
* Brings a remote directory into its plain form: without `.`, empty or trailing segments; `''` is the login
* directory and `/` the root.
*/
function normalizeRemoteDirectory(text) {
	const segments = text.split("/").filter((segment) => segment !== "" && segment !== ".");
	return (text.startsWith("/") ? "/" : "") + segments.join("/");
}
/** Puts a path below a remote directory in its plain form. */
function joinRemotePath(directory, ...segments) {
	const below = segments.join("/");
	if (directory === "") return below;
	return directory.endsWith("/") ? directory + below : `${directory}/${below}`;
}
/**
* Why a remote path cannot be used; undefined when it can.
*
* `..` is refused in every form that a server may understand: a file called `..\x` is harmless here and leaves the
* directory on a Windows server.
*/
function remotePathProblem(path) {
	if (/[\r\n\0]/.test(path)) return "holds a line break or NUL, which no FTP command can carry";
	if (path.split(/[/\\]/).includes("..")) return "holds \"..\"";
	if (path.startsWith("\\")) return "begins with \"\\\", the root of a Windows server";
	if (Buffer.byteLength(path) > maximumBytes$1) return `is longer than ${maximumBytes$1} bytes`;
}
const maximumBytes$1 = 4e3;
/**
* The form in which a path goes over the wire: `./` is put before a relative path whose first character some
* server takes for something else (`-` for an option, `~` for a home directory, a space for padding).
*/
function wirePath(path) {
	return /^[-~\s]/.test(path) ? `./${path}` : path;
}
/** The directories above a path, outermost first; the root and the login directory are none of them. */
function parentDirectories(path) {
	const parents = [];
	for (let slash = path.indexOf("/", 1); slash !== -1; slash = path.indexOf("/", slash + 1)) parents.push(path.slice(0, slash));
	return parents;
}
// src/deploy/directories.ts
/**
* Makes the directories of a plan that are missing, each once and its parent before it.
*
* The remote directory itself is looked for first, from its end upwards: accounts often may not see, let alone make,
* what lies above their own directory.
*
* @throws {@link ReplyError} when one is missing and cannot be made.
*/
async function createDirectories(client, plan) {
	const wanted = [...await missingLevels(client, plan.remoteDirectory), ...plan.directories];
	const made = await client.createDirectories(wanted.map(wirePath));
	return {
		created: made,
		existing: wanted.length - made
	};
}
async function missingLevels(client, remoteDirectory) {
	if (remoteDirectory === "" || remoteDirectory === "/") return [];
	const levels = [...parentDirectories(remoteDirectory), remoteDirectory];
	let present = levels.length;
	while (present > 0 && !await client.directoryExists(wirePath(levels[present - 1] ?? ""))) present -= 1;
	return levels.slice(present);
}
// src/ftps/control/reply.ts
/** Reply codes that decide something here, by their words in the RFCs. */
const replyCode = {
	serviceReadySoon: 120,
	okay: 200,
	fileStatus: 213,
	serviceClosing: 221,
	passiveMode: 227,
	extendedPassiveMode: 229,
	loggedIn: 230,
	pathname: 257,
	serviceNotAvailable: 421,
	notLoggedIn: 530
};
/** 1yz: the action has begun, another reply follows. */
function isPreliminary(reply) {
	return reply.code < 200;
}
/** 2yz: the action is done. */
function isCompletion(reply) {
	return reply.code >= 200 && reply.code < 300;
}
/**
* 2yz, and nothing that speaks of a connection (x2z) or a login (x3z): those are no answer to what is done to a file,
* but one that was meant for another command (RFC 959 section 4.2.1).
*/
function isFileCompletion(reply) {
	return isCompletion(reply) && !["2", "3"].includes(String(reply.code).charAt(1));
}
/** 3yz: the server waits for the next command of the sequence. */
function isIntermediate(reply) {
	return reply.code >= 300 && reply.code < 400;
}
/** 4yz: refused for now; the same command may succeed later. */
function isTransientRefusal(reply) {
	return reply.code >= 400 && reply.code < 500;
}
/** 4yz or 5yz: refused. */
function isRefusal(reply) {
	return reply.code >= 400;
}
/** The reply as one line that is safe to show: `550 No such directory.` */
function formatReply(reply) {
	return sanitize(`${reply.code} ${reply.display.join(" / ")}`.trimEnd());
}
// src/ftps/errors.ts
/** What every error of this layer has: a stable `code`, and a message of one sentence without advice. */
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
	/** The command, safe to display; empty when the reply answers no command. */
	command;
	/** The command's verb, such as `STOR`; empty when the reply answers no command. */
	verb;
	reply;
	/** Whether the data connection of the failed transfer had resumed the TLS session; undefined without a handshake. */
	sessionResumed;
	constructor(rejected, reply, options = {}) {
		super(`${describeRejection(rejected)}: ${formatReply(reply)}`, options);
		const command = typeof rejected === "string" ? void 0 : rejected;
		this.context = typeof rejected === "string" ? rejected : "command";
		this.command = command?.display ?? "";
		this.verb = command?.verb ?? "";
		this.reply = reply;
		this.sessionResumed = options.sessionResumed;
	}
	/** 4yz: the same command may succeed later. */
	get isTransient() {
		return isTransientRefusal(this.reply);
	}
};
function describeRejection(rejected) {
	if (rejected === "greeting") return "The server rejected the connection";
	if (rejected === "session") return "The server ended the session";
	const { verb, display } = rejected;
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
// src/ftps/limits.ts
/**
* Every cap on what a server may make us hold or wait for, with the misbehaviour that it stops.
*/
const limits = {
	/** Bytes of one reply line: a flood without a line end must not fill memory. */
	replyLineBytes: 8192,
	/** Bytes of one reply, all lines together: a multi-line reply may never end. */
	replyBytes: 65536,
	/** Bytes of one command line: ProFTPD and Pure-FTPd read 4 KiB at a time and stall on more. */
	commandBytes: 4094,
	/** Bytes of unanswered commands: ProFTPD and Pure-FTPd go silent when several KiB lie in one TLS record. */
	windowBytes: 2048,
	/** Milliseconds to wait for the end of a data connection once the final reply has come. */
	dataEndMs: 2e3,
	/** Milliseconds to wait for the reply to QUIT: the work is done, only manners are left. */
	quitMs: 3e3,
	/** Milliseconds to wait for a refusal that explains why a data connection broke. */
	refusalGraceMs: 5e3,
	/** Milliseconds to wait for the answer to the NOOP behind the first STOR, once the transfer is over. */
	probeMs: 5e3,
	/** Uploads after which sending ahead is not suspected any more when a connection breaks. */
	uploadsToTrustPipelining: 4,
	/** Bytes of a listing that are read before it is broken off: a listing may never end. */
	listingBytes: 1048576,
	/** Milliseconds after which a listing is broken off, however slowly it comes. */
	listingMs: 1e4,
	/** Milliseconds between signs of life on the control connection while a transfer runs. */
	keepAliveMs: 1e4,
	/** Signs of life without an answer: a server that works in order answers all of them after the transfer. */
	maxPendingNoops: 60,
	/** Characters of a greeting kept as the server's name of itself. */
	greetingCharacters: 200,
	/** Preliminary replies to one command: RFC 959 section 5.4 knows no more than two. */
	preliminaryReplies: 4
};
// src/ftps/control/command.ts
const secretVerbs = /* @__PURE__ */ new Set([
	"USER",
	"PASS",
	"ACCT"
]);
/**
* Builds a command line.
*
* @throws {@link CommandError} when the argument holds CR, LF or NUL, which would smuggle in a second
*   command (RFC 959 section 5.3.1), or makes the line longer than servers read at once.
*/
function command(verb, argument) {
	if (argument === void 0) return {
		verb,
		line: `${verb}\r\n`,
		display: verb
	};
	if (/[\r\n\0]/.test(argument)) throw new CommandError(verb, "it holds CR, LF or NUL");
	const line = `${verb} ${argument}\r\n`;
	if (Buffer.byteLength(line) > limits.commandBytes) throw new CommandError(verb, `the line is longer than ${limits.commandBytes} bytes`);
	return {
		verb,
		line,
		display: secretVerbs.has(verb) ? `${verb} ***` : `${verb} ${argument}`
	};
}
/** Bytes of a command as it goes over the wire. */
function commandBytes({ line }) {
	return Buffer.byteLength(line);
}
/** Does nothing but make the server answer (RFC 959 section 4.1.3). */
const noop = command("NOOP");
// src/ftps/control/batch.ts
/**
* Sends commands that do not depend on each other's replies, and waits for all their final replies, whatever they are.
* No transfer may be running.
*
* @param policy - Says whether as many as the window holds may go out in one write; else one at a time.
* @param check - Looks at each answer as it comes; throws when the rest does not matter any more.
* @throws what {@link ControlConnection.execute} throws, and `check`.
*/
async function executeAll(control, commands, policy, check = () => void 0) {
	const answers = [];
	const together = policy.mode !== "off";
	for (const batch of together ? inBatches(commands) : commands.map((one) => [one])) {
		if (batch.length > 1) policy.beginPipelined();
		for (const { command, final } of control.send(...batch)) {
			const answer = {
				command,
				reply: await control.waitFor(final, command)
			};
			check(answer);
			answers.push(answer);
		}
		policy.endPipelined();
	}
	return answers;
}
/** Whether commands may go out in one write: servers stall when several KiB of commands are in flight. */
function fitsWindow(commands) {
	return inBatches(commands).length <= 1;
}
function inBatches(commands) {
	const batches = [];
	let bytes = Number.POSITIVE_INFINITY;
	for (const command of commands) {
		bytes += commandBytes(command);
		if (bytes > limits.windowBytes) {
			batches.push([]);
			bytes = commandBytes(command);
		}
		batches.at(-1)?.push(command);
	}
	return batches;
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
/** The strongest hash that the server offers; undefined when it offers none. */
function chooseChecksum(features) {
	const offered = (features.parameters("HASH") ?? "").split(";").map((name) => name.replace("*", "").trim().toUpperCase());
	const listed = byHash.find(({ option }) => offered.includes(option));
	if (listed !== void 0) return {
		verb: "HASH",
		...listed
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
* @returns Lower-case hexadecimal; undefined when the reply has no hash of that length. Leading zeros, which some
*   servers leave out of a CRC32, are put back.
*/
function parseChecksum(reply, hash) {
	const digits = hexDigits[hash];
	const words = reply.lines.join(" ").split(/\s+/);
	const exact = words.find((word) => word.length === digits && /^[0-9a-f]+$/i.test(word));
	if (exact !== void 0) return exact.toLowerCase();
	if (hash !== "crc32") return void 0;
	return words.find((word) => /^[0-9a-f]{1,8}$/i.test(word))?.toLowerCase().padStart(digits, "0");
}
// src/ftps/control/directories.ts
/** Makes directories, and finds out which ones are there. */
var DirectoryCommands = class {
	#control;
	#loginDirectory;
	#policy;
	/**
	* @param loginDirectory - Where the session is and always returns to; undefined when the server does not say.
	* @param policy - Says whether several commands may go out in one write.
	*/
	constructor(control, loginDirectory, policy) {
		this.#control = control;
		this.#loginDirectory = loginDirectory;
		this.#policy = policy;
	}
	/**
	* Makes directories (MKD), each one's parent before it.
	*
	* @returns How many were made; the others were there before.
	* @throws {@link ReplyError} when one could not be made and is not there: the refusal of MKD, with that of CWD as
	*   its cause.
	*/
	async create(paths) {
		const refused = (await this.#execute(paths.map((path) => command("MKD", path)))).flatMap(({ command: create, reply }, index) => isCompletion(reply) ? [] : [{
			path: paths[index] ?? "",
			make: create,
			reply
		}]);
		const refusals = await this.#probeAll(refused.map(({ path }) => path));
		for (const [index, { make, reply }] of refused.entries()) {
			const cause = refusals[index];
			if (cause !== void 0) throw new ReplyError(make, reply, { cause });
		}
		return paths.length - refused.length;
	}
	/** Goes into a directory and back; returns the refusal, if it is one. */
	async probe(path) {
		const [refusal] = await this.#probeAll([path]);
		return refusal;
	}
	/**
	* Goes to each directory and back, which is the one way to ask that every server knows.
	*
	* Without a known way back nobody goes: the directories are then taken to be there, and STOR tells if they are not.
	*
	* @returns The refusal for each, undefined where it is there.
	*/
	async #probeAll(paths) {
		const home = this.#loginDirectory;
		if (home === void 0 || !isSendable(home)) return paths.map(() => void 0);
		const enters = paths.map((path) => command("CWD", path));
		const leave = command("CWD", home);
		const answers = await this.#execute(enters.flatMap((enter) => [enter, leave]));
		return enters.map((enter, index) => {
			const entered = answers[2 * index]?.reply;
			const left = answers[2 * index + 1]?.reply;
			if (entered === void 0 || left === void 0) throw new Error("An answer is missing.");
			if (isTransientRefusal(entered)) throw this.#unknownWorkingDirectory(enter, entered);
			if (!isCompletion(entered)) return new ReplyError(enter, entered);
			if (!isCompletion(left)) throw this.#unknownWorkingDirectory(leave, left);
		});
	}
	#execute(commands) {
		return executeAll(this.#control, commands, this.#policy);
	}
	#unknownWorkingDirectory(change, reply) {
		const error = new ReplyError(change, reply);
		this.#control.fail(error);
		return error;
	}
};
function isSendable(path) {
	return !/[\r\n\0]/.test(path);
}
// src/ftps/features.ts
/** What a server says that it can do beyond RFC 959 (FEAT, RFC 2389 section 3). */
var Features = class Features {
	#parameters;
	constructor(parameters) {
		this.#parameters = parameters;
	}
	/** A server that does not know FEAT. */
	static none = new Features(/* @__PURE__ */ new Map());
	/** Reads a 211 reply to FEAT: one feature a line, its parameters behind a space. */
	static parse(reply) {
		const entries = reply.lines.slice(1, -1).map((line) => {
			const [, name = "", parameters = ""] = /^\s*(\S+)\s*(.*)$/s.exec(line) ?? [];
			return [name.toUpperCase(), parameters];
		});
		return new Features(new Map(entries));
	}
	/** Whether the feature is named, whatever its parameters. */
	has(name) {
		return this.#parameters.has(name);
	}
	/** The parameters of a feature; undefined when it is not named. */
	parameters(name) {
		return this.#parameters.get(name);
	}
	/** Whether a broken upload can be resumed: REST in stream mode and SIZE (RFC 3659 sections 4 and 5). */
	get canResume() {
		return this.has("SIZE") && /\bSTREAM\b/i.test(this.parameters("REST") ?? "");
	}
};
// src/ftps/control/out-of-sync.ts
/**
* Ends a control connection on which a command got a reply that it cannot have: the reply was meant for another one,
* so every further reply would be too (RFC 959 section 4.2.1).
*/
function outOfSync(control, { verb }, reply) {
	const error = new ProtocolError("unexpected-reply", `unexpected reply to ${verb}`, formatReply(reply));
	control.fail(error);
	return error;
}
// src/ftps/deadline.ts
/**
* A time budget that progress renews: for connecting, for waiting for a reply, for moving data.
*
* Runs `onExpiry` once when `timeoutMs` pass without {@link Deadline.progress}. What it guards is a connection,
* and `onExpiry` makes that connection fail, so everything that waits on it ends with the same error.
*/
var Deadline = class {
	#timer;
	constructor(timeoutMs, onExpiry) {
		this.#timer = setTimeout(onExpiry, timeoutMs);
	}
	/** Something moved: the full time is there again. */
	progress() {
		this.#timer.refresh();
	}
	[Symbol.dispose]() {
		clearTimeout(this.#timer);
	}
};
// src/ftps/endpoint.ts
/** `host:port`, with brackets around an IPv6 address. */
function formatEndpoint({ host, port }) {
	const name = sanitize(host);
	return name.includes(":") ? `[${name}]:${port}` : `${name}:${port}`;
}
// src/ftps/connection-errors.ts
/** `host:990`, or `the data connection to host:50000`. */
function describePeer({ connection, endpoint }) {
	const address = formatEndpoint(endpoint);
	return connection === "control" ? address : `the data connection to ${address}`;
}
/** A TCP connection could not be opened; `cause` is Node's error (`ECONNREFUSED`, `ENOTFOUND`...). */
var ConnectionError = class extends FtpsError {
	code = "FTPS_CONNECT";
	connection;
	endpoint;
	/** Node's code of the cause, such as `ECONNREFUSED`. */
	reason;
	constructor({ cause, ...peer }) {
		const reason = "code" in cause ? String(cause.code) : cause.name;
		const address = formatEndpoint(peer.endpoint);
		const what = peer.connection === "control" ? `Could not connect to ${address}` : `Could not open the data connection to ${address}`;
		super(`${what}: ${describeReason(reason)}.`, { cause });
		this.connection = peer.connection;
		this.endpoint = peer.endpoint;
		this.reason = reason;
	}
};
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
	constructor({ reason, detectedProtocol, cause, ...peer }) {
		const what = detectedProtocol === void 0 ? `The TLS handshake with ${describePeer(peer)} failed: ${sanitize(reason)}.` : describePlaintext(peer, detectedProtocol);
		super(what, cause === void 0 ? {} : { cause });
		this.connection = peer.connection;
		this.endpoint = peer.endpoint;
		this.reason = reason;
		this.detectedProtocol = detectedProtocol;
	}
};
function describePlaintext(peer, protocol) {
	const address = formatEndpoint(peer.endpoint);
	if (peer.connection === "data") return `The data connection to ${address} isn't encrypted: the server sent plaintext instead of TLS.`;
	switch (protocol) {
		case "ftp": return `${address} doesn't use implicit TLS: it sent an unencrypted FTP greeting.`;
		case "ssh": return `${address} doesn't speak FTPS: it is an SSH (SFTP) server.`;
		case "other": return `${address} doesn't speak TLS: it sent plaintext.`;
	}
}
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
	constructor(details) {
		super(`The certificate of ${describePeer(details)} isn't trusted: ${describeProblem(details)}.`);
		this.connection = details.connection;
		this.endpoint = details.endpoint;
		this.problem = details.problem;
		this.serverName = details.serverName;
		this.certificate = details.certificate;
		this.reason = details.reason;
	}
};
function describeProblem(details) {
	const { certificate } = details;
	switch (details.problem) {
		case "self-signed": return "it is self-signed";
		case "unknown-issuer": return `its issuer "${sanitize(certificate.issuer)}" isn't trusted`;
		case "wrong-name": return `it was issued for ${sanitize(certificate.names.join(", ") || certificate.subject)}, not for ${sanitize(details.serverName)}`;
		case "expired": return `it expired on ${formatDay$1(certificate.validTo)}`;
		case "not-yet-valid": return `it isn't valid before ${formatDay$1(certificate.validFrom)}`;
		case "pin-mismatch": return "it doesn't match any pin";
		case "changed": return "it isn't the control connection's certificate, and the TLS session wasn't resumed";
		case "other": return sanitize(details.reason);
	}
}
/** The UTC day of a date, `2027-01-31`. A certificate may hold a date that isn't one. */
function formatDay$1(date) {
	return Number.isNaN(date.getTime()) ? "an invalid date" : date.toISOString().slice(0, 10);
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
		super(phase === "connect" ? `Could not ${peer.connection === "control" ? "connect to" : "open"} ${target}: no response within ${seconds}.` : `Timed out after ${seconds} waiting for ${describeStage(details)} ${preposition(phase)} ${describePeer(peer)}.`);
		this.connection = peer.connection;
		this.endpoint = peer.endpoint;
		this.phase = phase;
		this.verb = details.verb;
		this.timeoutMs = timeoutMs;
	}
};
function preposition(phase) {
	if (phase === "tls") return "with";
	return phase === "transfer" ? "on" : "from";
}
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
	constructor({ cause, bytesSent, ...details }) {
		const reason = cause !== void 0 && "code" in cause ? String(cause.code) : void 0;
		const how = reason === void 0 ? "was closed by the server" : `was lost (${sanitize(reason)})`;
		super(`The ${details.connection} connection to ${formatEndpoint(details.endpoint)} ${how} ${describeMoment(details, bytesSent)}.`, cause === void 0 ? {} : { cause });
		this.connection = details.connection;
		this.endpoint = details.endpoint;
		this.phase = details.phase;
		this.verb = details.verb;
		this.reason = reason;
	}
	/**
	* Whether the server ended it with a TLS alert (RFC 8446 section 6.2). Under TLS 1.3 a server verifies a client
	* certificate only after the handshake is complete on the client's side.
	*/
	get isAlert() {
		return this.reason?.includes("_ALERT_") === true;
	}
};
function describeMoment(stage, bytesSent = 0) {
	switch (stage.phase) {
		case "transfer": return `after ${bytesSent} bytes had been sent`;
		case "tls": return "during the TLS handshake";
		case "idle": return "between two commands";
		default: return `while waiting for ${describeStage(stage)}`;
	}
}
// src/ftps/data/transfer-failure.ts
/**
* Takes the final reply of a failed transfer off the control connection, so that the next command gets its own.
*
* @param reason - Why the transfer failed; it ends the control connection too when no reply comes in time.
* @returns undefined when the control connection has ended.
*/
async function drainFinalReply(reason, control, exchange) {
	using _deadline = new Deadline(Math.min(limits.refusalGraceMs, control.timeoutMs), () => {
		control.fail(reason);
	});
	return await exchange.final.catch(() => void 0);
}
/**
* Whether we hung up because the peer of the data connection proved to be the wrong one. What the server says to that
* explains nothing, and must not hide why we did.
*/
function isUntrustedPeer(error) {
	return error instanceof CertificateError || error instanceof TlsError && error.detectedProtocol !== void 0;
}
// src/ftps/data/listing.ts
/**
* Has a directory listed and throws the listing away (RFC 959 section 5.4, RFC 3659 section 7): what uses a data
* connection and changes nothing on the server.
*
* A listing that does not end is broken off, and counts: what was to be seen has been seen by then.
*
* @throws {@link ReplyError} when the server refuses; without `sessionResumed` before any TLS on the data connection.
* @throws {@link ConnectionError}, {@link ConnectionLostError}, {@link TimeoutError}, {@link TlsError},
*   {@link CertificateError} when a connection fails.
* @throws {@link ProtocolError} when a reply comes that makes no sense.
*/
async function discardListing(listing) {
	const { control, data, command } = listing;
	await data.connected();
	const [exchange] = control.send(command);
	exchange.final.then((reply) => {
		if (isRefusal(reply)) data.abort(refusal$1(listing, reply));
	}, (error) => {
		data.abort(error);
	});
	try {
		await receive(listing, exchange);
	} catch (error) {
		data.abort(error);
		throw await transferError$1(error, listing, exchange);
	}
}
async function receive(listing, exchange) {
	const { control, data, command } = listing;
	await data.secure();
	const first = await control.waitFor(exchange.first, command);
	if (!isPreliminary(first)) throw refusal$1(listing, first);
	if (await data.discard(limits.listingBytes, limits.listingMs)) {
		const final = await control.waitFor(exchange.final, command);
		if (!isCompletion(final)) throw refusal$1(listing, final);
	} else {
		const reason = /* @__PURE__ */ new Error("The listing was long enough.");
		data.abort(reason);
		await drainFinalReply(reason, control, exchange);
	}
}
function refusal$1({ command, data }, reply) {
	if (isRefusal(reply)) return new ReplyError(command, reply, { sessionResumed: data.resumed });
	return new ProtocolError("unexpected-reply", `unexpected reply to ${command.verb}`, formatReply(reply));
}
async function transferError$1(error, listing, exchange) {
	const { control, data, command } = listing;
	if (error instanceof ProtocolError) control.fail(error);
	if (error instanceof ReplyError || isUntrustedPeer(error)) return error;
	const reply = exchange.settled ?? await drainFinalReply(error, control, exchange);
	if (control.failure !== void 0) return control.failure;
	if (reply === void 0 || !isRefusal(reply)) return error;
	return new ReplyError(command, reply, {
		cause: error,
		sessionResumed: data.resumed
	});
}
// src/ftps/control/dialogue.ts
/** A command as the dialogue shows it. */
function commandLine(command) {
	return {
		from: "client",
		text: sanitize(command.display)
	};
}
/** A reply as the dialogue shows it: one line each, with the code in the form of RFC 959 section 4.2. */
function replyLines(reply) {
	const last = reply.display.length - 1;
	return reply.display.map((line, index) => ({
		from: "server",
		text: `${reply.code}${index === last ? " " : "-"}${line}`
	}));
}
/** What else happened: a connection made, a session resumed. */
function note(text) {
	return {
		from: "note",
		text: sanitize(text)
	};
}
// src/ftps/control/exchange.ts
/** A command that was sent, and the replies that it waits for (RFC 959 section 5.4). */
var Exchange = class {
	command;
	#first = Promise.withResolvers();
	#final = Promise.withResolvers();
	#preliminaries = 0;
	#settled;
	#repliedOutOfOrder = false;
	constructor(command) {
		this.command = command;
		this.#first.promise.catch(() => void 0);
		this.#final.promise.catch(() => void 0);
	}
	/** The first reply: a preliminary one (1yz) if there is one, else the final one. */
	get first() {
		return this.#first.promise;
	}
	/** The final reply, 2yz to 5yz. */
	get final() {
		return this.#final.promise;
	}
	/** The final reply if it has come. */
	get settled() {
		return this.#settled;
	}
	/** Whether the final reply came before that of an earlier command: the server does not work in order. */
	get repliedOutOfOrder() {
		return this.#repliedOutOfOrder;
	}
	/** Whether a preliminary reply has come. */
	get isInProgress() {
		return this.#preliminaries > 0;
	}
	/**
	* Takes the next reply.
	*
	* @param isEarly - Whether an earlier command is still waiting for its own.
	* @returns What follows: `preliminary` when another reply belongs to this command, `final` when this was the last,
	*   `excess` when the server sends more preliminary replies than the protocol knows.
	*/
	accept(reply, isEarly = false) {
		this.#first.resolve(reply);
		if (isPreliminary(reply)) {
			this.#preliminaries += 1;
			return this.#preliminaries > limits.preliminaryReplies ? "excess" : "preliminary";
		}
		this.#settled = reply;
		this.#repliedOutOfOrder = isEarly;
		this.#final.resolve(reply);
		return "final";
	}
	/** No reply will come any more. */
	fail(error) {
		this.#first.reject(error);
		this.#final.reject(error);
	}
};
// src/ftps/control/exchange-queue.ts
/** What servers were seen to answer to NOOP during a transfer: done, or one of the refusals. */
const noopCodes = /* @__PURE__ */ new Set([
	200,
	450,
	500,
	501,
	502,
	503
]);
/** The commands that wait for replies, oldest first, and which of them a reply belongs to. */
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
	/** Whether the server has never refused a NOOP. */
	get acceptsNoop() {
		return this.#acceptsNoop;
	}
	/** Whether a reply of 200 may be the answer to a NOOP, and so cannot be the end of a transfer. */
	get mayExpectNoopReply() {
		return this.#mayExpectNoopReply;
	}
	get pendingNoops() {
		return this.#waiting.filter(isNoop).length;
	}
	/**
	* Gives a reply to the command that it belongs to.
	*
	* @returns The command's exchange, and whether the reply is one too many for it; undefined when nothing waits.
	*/
	dispatch(reply) {
		const exchange = this.#exchangeFor(reply);
		if (exchange === void 0) return void 0;
		const position = this.#waiting.indexOf(exchange);
		const outcome = exchange.accept(reply, position > 0);
		if (outcome === "final") this.#waiting.splice(position, 1);
		if (isNoop(exchange) && isRefusal(reply)) this.#acceptsNoop = false;
		return {
			exchange,
			isRefused: outcome === "excess"
		};
	}
	/** No reply will come any more. */
	fail(error) {
		for (const exchange of this.#waiting.splice(0)) exchange.fail(error);
	}
	/**
	* The oldest exchange, with one exception. While a transfer runs, a server may answer or refuse a NOOP at once
	* (pyftpdlib the one, ProFTPD and Pure-FTPd the other), before the transfer's own final reply. The codes used for
	* that end no transfer that is going well; should one of them be meant for the transfer after all, the transfer does
	* not count as done. Before the transfer has begun, a refusal is its own.
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
function isTransfer({ verb }) {
	return verb === "STOR" || verb === "APPE";
}
// src/ftps/control/reply-parser.ts
const lineFeed = 10;
const carriageReturn = 13;
/**
* Turns the bytes of a control connection into replies, however they are cut into chunks.
*
* Acts on complete lines only: `227 ...,10,2` + `29)` in two chunks is one reply with port 2789. Lines end
* with CRLF; a bare LF is tolerated. A multi-line reply begins with `ddd-` and ends with the first line that
* begins with the same code and a space; anything between belongs to it, other codes included.
*/
var ReplyParser = class {
	#pending = [];
	#pendingBytes = 0;
	#replyBytes = 0;
	#redact;
	#open;
	/** @param redact - Takes secrets out of text that will be shown: a server may echo what it was sent. */
	constructor(redact = (text) => text) {
		this.#redact = redact;
	}
	/**
	* Takes a chunk and yields each reply that it completes.
	*
	* @throws {@link ProtocolError} when a line is no reply line, or a line or reply outgrows its cap.
	*/
	*push(chunk) {
		let rest = chunk;
		for (;;) {
			const end = rest.indexOf(lineFeed);
			if (end === -1) break;
			const reply = this.#line(this.#complete(rest.subarray(0, end)));
			rest = rest.subarray(end + 1);
			if (reply !== void 0) yield reply;
		}
		this.#keep(rest);
	}
	/** Whether the start of an unfinished reply lies in the parser. */
	get isMidReply() {
		return this.#open !== void 0 || this.#pendingBytes > 0;
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
	#complete(part) {
		this.#keep(part);
		const line = Buffer.concat(this.#pending);
		this.#pending = [];
		this.#pendingBytes = 0;
		this.#count(1);
		const end = line.at(-1) === carriageReturn ? line.length - 1 : line.length;
		return line.toString("utf8", 0, end);
	}
	#line(line) {
		if (this.#open !== void 0) return this.#inner(this.#open, line);
		if (line === "") return void 0;
		const match = /^([1-5]\d\d)(?:([ -])(.*))?$/s.exec(line);
		const code = match?.[1];
		if (code === void 0) return this.#refuse("a reply must begin with a code", line);
		const text = match?.[3] ?? "";
		if (match?.[2] === "-") {
			this.#open = {
				code,
				lines: [text]
			};
			return;
		}
		return this.#finish(code, [text]);
	}
	#inner(open, line) {
		if (line === open.code || line.startsWith(`${open.code} `)) return this.#finish(open.code, [...open.lines, line.slice(4)]);
		open.lines.push(line.startsWith(`${open.code}-`) ? line.slice(4) : line);
	}
	#finish(code, lines) {
		this.#open = void 0;
		this.#replyBytes = 0;
		const shown = lines.map((line) => sanitize(this.#redact(line)));
		return {
			code: Number(code),
			lines,
			display: shown
		};
	}
	#count(bytes) {
		this.#replyBytes += bytes;
		if (this.#replyBytes > limits.replyBytes) this.#refuse(`a reply is longer than ${limits.replyBytes} bytes`, this.#open?.lines[0] ?? "");
	}
	#refuse(problem, received) {
		this.#pending = [];
		this.#pendingBytes = 0;
		throw new ProtocolError("reply-syntax", problem, this.#redact(received.toString()));
	}
};
// src/ftps/control/control-connection.ts
/** The greeting is received as an exchange too, one that no command started. */
const greeting = {
	verb: "",
	line: "",
	display: ""
};
/**
* The control connection (RFC 959 section 2.3): commands out, several in one write if wanted, replies in the
* order of the commands.
*
* A reply that nothing asked for, a malformed one and a missed deadline leave it in doubt which reply belongs to
* which command; so each of them ends the connection, and every waiting exchange gets the error.
*/
var ControlConnection = class {
	endpoint;
	/** Milliseconds to wait for a reply. */
	timeoutMs;
	#onDialogue;
	#queue = new ExchangeQueue();
	#socket;
	#secrets = [];
	#parser = this.#newParser();
	#failure;
	constructor(socket, options) {
		this.endpoint = options.endpoint;
		this.timeoutMs = options.timeoutMs;
		this.#onDialogue = options.onDialogue;
		for (const secret of options.secrets ?? []) this.redact(secret);
		this.#socket = socket;
		this.#listen(socket);
	}
	/** Address of the server's end, for data connections; undefined once the socket is gone. */
	get peerAddress() {
		return this.#socket.remoteAddress;
	}
	/** Why the connection cannot be used any more; undefined while it can. */
	get failure() {
		return this.#failure;
	}
	/** From now on `secret` is replaced in everything of the server's that is shown: it may echo what it is sent. */
	redact(secret) {
		if (secret !== "") this.#secrets = [...this.#secrets, secret];
	}
	/**
	* Waits for the greeting; a 120 is followed by the real one (RFC 959 section 5.4).
	*
	* @throws {@link ReplyError} when the server turns us away, for one with 421.
	* @throws {@link TimeoutError} when no greeting comes.
	*/
	async greeting() {
		const exchange = new Exchange(greeting);
		this.#queue.add([exchange]);
		if (this.#failure !== void 0) exchange.fail(this.#failure);
		const reply = await this.#within(exchange.final, "greeting");
		if (!isCompletion(reply)) throw new ReplyError("greeting", reply);
		return reply;
	}
	/**
	* Sends commands in one write, so that they travel in one TLS record.
	*
	* @returns One exchange a command, in the same order.
	*/
	send(...commands) {
		const exchanges = commands.map((command) => new Exchange(command));
		if (this.#failure !== void 0) {
			for (const exchange of exchanges) exchange.fail(this.#failure);
			return exchanges;
		}
		for (const command of commands) this.#onDialogue(commandLine(command));
		this.#queue.add(exchanges);
		this.#socket.write(commands.map((command) => command.line).join(""));
		return exchanges;
	}
	/** Whether a reply of 200 may be the answer to a NOOP, and so cannot be the end of a transfer. */
	get mayExpectNoopReply() {
		return this.#queue.mayExpectNoopReply;
	}
	/**
	* Sends NOOP while a transfer runs, so that no middle box drops the silent connection. Does nothing once the server
	* has refused one, as Pure-FTPd and ProFTPD do, and when too many are unanswered.
	*/
	keepAlive() {
		const isUseless = this.#queue.pendingNoops >= limits.maxPendingNoops;
		if (this.#queue.acceptsNoop && !isUseless) this.send(noop);
	}
	/**
	* Sends one command and waits for its final reply, whatever it is.
	*
	* @throws {@link TimeoutError} when the reply does not come in time; the connection is then closed.
	* @throws {@link ConnectionLostError} when the connection ends first.
	*/
	async execute(command) {
		const [exchange] = this.send(command);
		return this.#within(exchange.final, "reply", command);
	}
	/**
	* Sends one command that must succeed.
	*
	* @throws {@link ReplyError} when the final reply is not 2yz, besides what {@link execute} throws.
	*/
	async expectCompletion(command) {
		const reply = await this.execute(command);
		if (!isCompletion(reply)) throw new ReplyError(command, reply);
		return reply;
	}
	/** Waits for a reply of an exchange that was begun with {@link send}; throws as {@link execute} does. */
	async waitFor(reply, command) {
		return this.#within(reply, "reply", command);
	}
	/**
	* Puts TLS on the connection (RFC 4217 section 4). What came in clear before the handshake is not trusted:
	* anything beyond the replies read so far is an attempt to slip a reply under TLS, and fatal.
	*
	* @throws {@link ProtocolError} when such bytes are there.
	*/
	async upgrade(secure) {
		const clear = this.#socket;
		clear.off("data", this.#onData).off("error", this.#onError).off("close", this.#onClose);
		clear.pause();
		const early = this.#failure instanceof ProtocolError ? this.#failure : void 0;
		if (this.#failure !== void 0 && early === void 0) throw this.#failure;
		if (early !== void 0 || this.#parser.isMidReply || clear.readableLength > 0) {
			const error = new ProtocolError("plaintext-after-auth", "unencrypted data after the reply to AUTH", early?.received ?? "discarded bytes");
			this.fail(error);
			throw error;
		}
		this.#parser = this.#newParser();
		try {
			this.#socket = await secure(clear);
		} catch (error) {
			this.fail(error);
			throw error;
		}
		this.#listen(this.#socket);
	}
	/** Says QUIT, waits a bounded time for 221 and closes, whatever the answer (RFC 959 section 4.1.1). */
	async quit(command, waitMs = limits.quitMs) {
		if (this.#failure === void 0) {
			const [exchange] = this.send(command);
			using _deadline = new Deadline(Math.min(waitMs, this.timeoutMs), () => {
				this.#end();
			});
			await exchange.final.catch(() => void 0);
		}
		this.#end();
	}
	/** Ends the connection; everything that waits on it gets the error. Only the first error counts. */
	fail(error) {
		this.#failure ??= error;
		this.#queue.fail(this.#failure);
		this.#socket.destroy();
	}
	#newParser() {
		return new ReplyParser((text) => this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text));
	}
	#end() {
		this.fail(this.#lost({
			phase: "reply",
			verb: "QUIT"
		}));
	}
	async #within(reply, phase, command) {
		using _deadline = new Deadline(this.timeoutMs, () => {
			const { endpoint, timeoutMs } = this;
			const verb = command?.verb;
			this.fail(new TimeoutError({
				connection: "control",
				endpoint,
				phase,
				verb,
				timeoutMs
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
		return new ConnectionLostError({
			connection: "control",
			endpoint: this.endpoint,
			...details
		});
	}
	#dispatch(reply) {
		for (const line of replyLines(reply)) this.#onDialogue(line);
		const taken = this.#queue.dispatch(reply);
		if (taken === void 0 || taken.isRefused) this.#rejectUnsolicited(reply);
		if (reply.code === replyCode.serviceNotAvailable) {
			const { command } = taken.exchange;
			this.fail(new ReplyError(command === greeting ? "greeting" : command, reply));
		}
	}
	#rejectUnsolicited(reply) {
		if (reply.code === replyCode.serviceNotAvailable) throw new ReplyError("session", reply);
		throw new ProtocolError("unsolicited-reply", "unsolicited reply", formatReply(reply));
	}
};
// src/ftps/tcp.ts
/**
* Makes a TCP connection, with Nagle's delay off and keep-alive on: a control connection is silent while a
* long transfer runs, and middle boxes drop what is silent.
*
* @param signal - Gives up connecting when aborted; has no meaning after that.
* @param onAddress - Told each address that the host's name has.
* @throws {@link ConnectionError} when it is refused or the host is not known.
* @throws {@link TimeoutError} after `timeoutMs` without an answer.
*/
async function connectTcp(connection, endpoint, timeoutMs, signal, onAddress) {
	const socket = node_net__WEBPACK_IMPORTED_MODULE_0__.connect({
		host: endpoint.host,
		port: endpoint.port,
		noDelay: true,
		keepAlive: true,
		keepAliveInitialDelay: 3e4
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
/** Destroys the socket when the signal is aborted, for as long as this is in scope. */
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
/** Resolves with `event`, rejects with the socket's error or its early end. */
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
// src/ftps/control/probe.ts
const probeBytes = 8;
const probeTimeoutMs = 3e3;
/**
* Finds out what speaks in clear on a port where TLS was expected: connects again, sends nothing and looks at the
* first bytes. Only for the error message; what comes is never used otherwise.
*/
async function detectPlaintextProtocol(endpoint, timeoutMs) {
	const received = await firstBytes(endpoint, Math.min(probeTimeoutMs, timeoutMs)).catch(() => "");
	if (received.startsWith("SSH-")) return "ssh";
	return /^[1-5]\d\d[ -]/.test(received) ? "ftp" : "other";
}
async function firstBytes(endpoint, waitMs) {
	const socket = await connectTcp("control", endpoint, waitMs);
	using _deadline = new Deadline(waitMs, () => socket.destroy());
	let received = "";
	try {
		for await (const chunk of socket) {
			received += chunk.toString("latin1", 0, probeBytes);
			if (received.length >= probeBytes) break;
		}
	} catch {}
	socket.destroy();
	return received;
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
		validFrom: certificate.validFromDate,
		validTo: certificate.validToDate,
		fingerprint256: certificate.fingerprint256,
		publicKeySha256: (0,node_crypto__WEBPACK_IMPORTED_MODULE_2__.createHash)("sha256").update(publicKey).digest("base64")
	};
}
/** Whole days until the certificate expires; negative when it has. */
function daysLeft(certificate, now = Date.now()) {
	return Math.floor((certificate.validTo.getTime() - now) / 864e5);
}
function oneLine(name) {
	return (name ?? "").split("\n").join(", ");
}
function alternativeNames(text) {
	return (text ?? "").split(", ").map((entry) => /^(?:DNS|IP Address):(.*)$/s.exec(entry)?.[1]).filter((name) => name !== void 0);
}
// src/ftps/tls/tls-algorithms.ts
const cheapest = "TLS_AES_128_GCM_SHA256";
const groups = [
	"X25519MLKEM768",
	"X25519",
	"prime256v1",
	"secp384r1",
	"secp521r1"
];
const usualKeyShares = [
	"X25519MLKEM768",
	"X25519",
	"prime256v1"
];
/**
* The algorithms for a connection to a server of which nothing is known.
*
* A key share for each group that FTP servers are set to, so that none answers with a HelloRetryRequest: vsftpd has P-256
* alone, which is not Node's first guess, and under TLS 1.3 each of its data connections would pay a round trip. The
* post-quantum group stays the first choice; all three shares together fit the first flight of a TCP connection.
*
* Of the AEADs that Node offers under TLS 1.3, AES-128-GCM goes first: it costs both sides the least.
*/
function tlsAlgorithms(openssl = process.versions.openssl) {
	return algorithms(usualKeyShares, openssl);
}
/**
* The algorithms for further connections to a server that has chosen a group: the same, but with a key share for that
* group alone. Making three of them, one post-quantum, would be the greater part of a small file's work on our side.
*
* @returns undefined where the key shares cannot be chosen, or the group is not one of ours.
*/
function tlsAlgorithmsFor(group, openssl = process.versions.openssl) {
	if (group === void 0 || !groups.includes(group) || !knowsKeyShares(openssl)) return void 0;
	return algorithms([group], openssl);
}
function algorithms(keyShares, openssl) {
	const shared = keyShares.map((group) => `*${group}`);
	const others = groups.filter((group) => !keyShares.includes(group));
	return {
		ciphers: cheapestFirst(node_tls__WEBPACK_IMPORTED_MODULE_1__.DEFAULT_CIPHERS),
		...knowsKeyShares(openssl) ? { ecdhCurve: [...shared, ...others].join(":") } : {}
	};
}
function knowsKeyShares(openssl) {
	const [major = 0, minor = 0] = openssl.split(".").map(Number);
	return major > 3 || major === 3 && minor >= 5;
}
function cheapestFirst(list) {
	const ciphers = list.split(":");
	const rank = (cipher) => cipher === cheapest ? 0 : 1;
	return ciphers.toSorted((a, b) => rank(a) - rank(b)).join(":");
}
// src/ftps/tls/pin.ts
/**
* Reads a pin: `AA:BB:...` (certificate, case and colons optional) or `sha256//BASE64` (public key).
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
/** Whether any of the pins is the certificate's. */
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
* Decides whether a certificate is trusted: a pin that matches is trust, one that does not never is, and
* without pins the chain and name count unless `verify` is false.
*
* @param authorizationFault - Node's code of the chain or name check that failed; undefined when all held.
* @returns undefined for trust, else why not.
*/
function verifyCertificate(certificate, authorizationFault, policy) {
	if (policy.pins.length > 0) {
		if (matchesPin(certificate, policy.pins)) return void 0;
		return {
			problem: "pin-mismatch",
			reason: "ERR_PIN_MISMATCH"
		};
	}
	if (!policy.verify || authorizationFault === void 0) return void 0;
	return {
		problem: problems[authorizationFault] ?? "other",
		reason: authorizationFault
	};
}
// src/ftps/tls/trusted-certificates.ts
/**
* The certificates that a chain may end in: Node's, the system's and those given.
*
* @param ca - PEM certificates to trust besides.
* @returns PEM certificates, each once: OpenSSL reads every one that it is given, and a system has most of Node's too,
*   some of them several times.
*/
function trustedCertificates(ca) {
	const texts = /* @__PURE__ */ new Set([
		...node_tls__WEBPACK_IMPORTED_MODULE_1__.getCACertificates("system"),
		...node_tls__WEBPACK_IMPORTED_MODULE_1__.getCACertificates("default"),
		...ca
	]);
	return [...new Map([...texts].map((text) => [withoutLineBreaks(text), text])).values()];
}
/** Node's own have longer lines than those that it reads from the system. */
function withoutLineBreaks(text) {
	return text.replaceAll(/\s/g, "");
}
// src/ftps/tls/tls-client.ts
/**
* TLS for one control connection and the data connections that belong to it.
*
* The data connections resume the control connection's TLS session, which vsftpd, ProFTPD and FileZilla
* Server insist on. Three things are needed for that: the same identity for every `tls.connect` (Node 24.17
* and later bind a session to it and drop it silently otherwise), sessions from the `'session'` event (under
* TLS 1.3 no other carries a ticket), and the newest of them.
*/
var TlsClient = class {
	#options;
	#context;
	#dataContext;
	#session;
	#info;
	constructor(options) {
		this.#options = options;
		this.#context = contextFor(options);
		this.#dataContext = this.#context;
	}
	/** What the control connection's handshake came to; undefined before it. */
	get info() {
		return this.#info;
	}
	/**
	* Does the handshake of the control connection and judges the certificate before anything is sent.
	*
	* @throws {@link CertificateError} when the certificate is not trusted.
	* @throws {@link TlsError} when the handshake fails.
	* @throws {@link TimeoutError} when it does not end within `timeoutMs`.
	*/
	async secureControl(socket, endpoint, timeoutMs) {
		const { secured, trust } = this.#start(socket, this.#context);
		await this.#handshake(secured, "control", endpoint, timeoutMs);
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
		const verdict = verifyCertificate(certificate, verificationErrorOf(secured), this.#options);
		if (verdict !== void 0) {
			secured.destroy();
			throw new CertificateError({
				connection: "control",
				endpoint,
				serverName,
				certificate,
				...verdict
			});
		}
		const { standardName } = secured.getCipher();
		const protocol = secured.getProtocol() ?? "unknown";
		this.#info = {
			protocol,
			cipher: standardName,
			certificate
		};
		this.#dataContext = dataContextFor(this.#options, secured) ?? this.#context;
		trust();
		return secured;
	}
	/**
	* Does the handshake of a data connection, offering the newest session.
	*
	* A resumed session proves the same server. Without resumption the certificate must be the control
	* connection's own, which has been judged (RFC 4217 section 10.2).
	*
	* @throws {@link CertificateError} when another certificate is shown.
	* @throws {@link TlsError} when the handshake fails, for one because the server answers in clear.
	*/
	async secureData(socket, endpoint, timeoutMs) {
		const { secured, trust } = this.#start(socket, this.#dataContext);
		await this.#handshake(secured, "data", endpoint, timeoutMs);
		const resumed = secured.isSessionReused();
		if (!resumed) this.#checkSameCertificate(secured, endpoint);
		trust();
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
		const secured = node_tls__WEBPACK_IMPORTED_MODULE_1__.connect({
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
	async #handshake(secured, connection, endpoint, timeoutMs) {
		using _deadline = new Deadline(timeoutMs, () => {
			secured.destroy(new TimeoutError({
				connection,
				endpoint,
				phase: "tls",
				timeoutMs
			}));
		});
		try {
			await waitForEvent(secured, "secureConnect");
		} catch (cause) {
			secured.destroy();
			throw handshakeError(cause, connection, endpoint);
		}
	}
};
const contexts = /* @__PURE__ */ new WeakMap();
function contextFor(options) {
	const isChecked = options.verify && options.pins.length === 0;
	const context = contexts.get(options) ?? createContext(options, tlsAlgorithms(), isChecked ? trustedCertificates(options.ca) : void 0);
	contexts.set(options, context);
	return context;
}
/**
* The context for the data connections of a control connection, which need no trusted certificates: whose they are shows
* by the session, or by the control connection's own certificate.
*
* @returns undefined where the control connection's context must do: of a client certificate OpenSSL sends the issuers
*   that it finds among the trusted ones.
*/
function dataContextFor(options, control) {
	if (options.clientCertificate !== void 0 || control.getProtocol() !== "TLSv1.3") return;
	const key = control.getEphemeralKeyInfo();
	const algorithms = tlsAlgorithmsFor(key !== null && "name" in key ? key.name : void 0);
	return algorithms === void 0 ? void 0 : createContext(options, algorithms, []);
}
function createContext(options, algorithms, ca) {
	const { clientCertificate } = options;
	return node_tls__WEBPACK_IMPORTED_MODULE_1__.createSecureContext({
		minVersion: options.minVersion,
		maxVersion: options.maxVersion,
		...algorithms,
		...ca === void 0 ? {} : { ca },
		...clientCertificate === void 0 ? {} : {
			cert: clientCertificate.certificate,
			key: clientCertificate.key,
			...clientCertificate.passphrase === void 0 ? {} : { passphrase: clientCertificate.passphrase }
		}
	});
}
function identity(serverName) {
	return node_net__WEBPACK_IMPORTED_MODULE_0__.isIP(serverName) === 0 ? {
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
	const fault = secured.authorizationError;
	if (typeof fault === "string") return fault;
	return fault instanceof Error && "code" in fault ? String(fault.code) : "UNKNOWN";
}
function handshakeError(cause, connection, endpoint) {
	if (cause instanceof TimeoutError) return cause;
	const reason = "code" in cause ? String(cause.code) : cause.message;
	if (reason === "ECONNRESET" || reason === "EPIPE") return new ConnectionLostError({
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
// src/ftps/control/open.ts
/** Opens the control connection in the way of the mode; {@link FtpsClient.open} says what it throws. */
async function openControlConnection(options) {
	const { mode, endpoint, timeoutMs, tls } = options;
	const client = mode === "none" ? void 0 : new TlsClient(tls);
	const socket = await connectTcp("control", endpoint, timeoutMs, options.signal, (address) => {
		options.onOpening?.({
			stage: "resolved",
			address
		});
	});
	options.onOpening?.({
		stage: "connected",
		address: socket.remoteAddress ?? endpoint.host
	});
	using _abortion = destroyOnAbort(socket, options.signal);
	if (mode === "implicit" && client !== void 0) return await openImplicit(options, socket, client);
	const control = new ControlConnection(socket, options);
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
async function openImplicit(options, socket, client) {
	const { endpoint, timeoutMs } = options;
	let secured;
	try {
		secured = await client.secureControl(socket, endpoint, timeoutMs);
	} catch (error) {
		if (!(error instanceof TlsError) || error.detectedProtocol === void 0) throw error;
		const detectedProtocol = await detectPlaintextProtocol(endpoint, timeoutMs);
		throw new TlsError({
			connection: "control",
			endpoint,
			reason: error.reason,
			detectedProtocol,
			cause: error
		});
	}
	const control = new ControlConnection(secured, options);
	return destroyOnFailure(control, async () => {
		reportTls(options, client);
		return {
			control,
			tls: client,
			greeting: await waitForGreeting(options, control)
		};
	});
}
/** AUTH TLS and the handshake (RFC 4217 section 4); a refusal ends the run, TLS is never given up. */
async function startTls(options, control, client) {
	const auth = command("AUTH", "TLS");
	const reply = await control.execute(auth);
	if (reply.code !== 234) throw new ReplyError(auth, reply);
	await control.upgrade((socket) => client.secureControl(socket, options.endpoint, options.timeoutMs));
	reportTls(options, client);
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
	const { info: report } = client;
	if (report === void 0) return;
	options.onDialogue(note(`TLS is up: ${report.protocol}, ${report.cipher}`));
	options.onOpening?.({
		stage: "trusted",
		tls: report
	});
}
/** Waits for the greeting; returns its first line, safe to show. */
async function waitForGreeting(options, control) {
	const greeting = await control.greeting();
	options.onOpening?.({ stage: "greeted" });
	return greeting.display.find((line) => line.trim() !== "") ?? "";
}
// src/ftps/data/data-connection.ts
/**
* One passive data connection, for one upload or listing.
*
* Connecting starts at once. TLS starts only when the caller says so, which must be after the command has left:
* ProFTPD begins its handshake only then, and pyftpdlib hangs on a stream that was complete before.
*/
var DataConnection = class {
	endpoint;
	#options;
	#connected;
	#closed = Promise.withResolvers();
	#broken = Promise.withResolvers();
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
		this.#broken.promise.catch(() => void 0);
	}
	/** Whether the TLS session was resumed; undefined before the handshake and without TLS. */
	get resumed() {
		return this.#resumed;
	}
	/** Whether everything, the end of the stream included, has been handed to the network. */
	get isComplete() {
		return this.#isComplete;
	}
	/** Resolves when TCP is up; rejects with {@link ConnectionError} or {@link TimeoutError}. */
	async connected() {
		await this.#connected;
	}
	/** Does the TLS handshake and the check of the certificate; without TLS waits for TCP only. */
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
	* Sends everything that the source gives, then the end of the stream (with TLS a close_notify). The handshake
	* must be done: an end before it would break it, which is what zero-byte files suffer from elsewhere.
	*
	* @returns How many bytes were sent.
	* @throws {@link TimeoutError} when nothing moves for the time given.
	* @throws {@link ConnectionLostError} when the connection breaks before the end has been sent.
	*/
	async send(source, buffers, onProgress) {
		const { endpoint, timeoutMs } = this.#options;
		using deadline = new Deadline(timeoutMs, () => {
			this.abort(new TimeoutError({
				connection: "data",
				endpoint,
				phase: "transfer",
				timeoutMs
			}));
		});
		const pump = this.#pump(source, buffers, () => {
			deadline.progress();
			onProgress?.(this.#bytesSent);
		});
		return await Promise.race([pump, this.#broken.promise]);
	}
	async #pump(source, buffers, onMoved) {
		this.#live().resume();
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
		await this.#finish();
		return this.#bytesSent;
	}
	/**
	* Reads to the server's end and throws away what comes. The handshake must be done.
	*
	* @returns Whether the end came before so many bytes and milliseconds were over.
	* @throws {@link TimeoutError} when nothing moves for the time given.
	* @throws {@link ConnectionLostError} when the connection breaks.
	*/
	async discard(maximumBytes, maximumMs) {
		const { endpoint, timeoutMs } = this.#options;
		const socket = this.#live();
		const ended = Promise.withResolvers();
		using deadline = new Deadline(timeoutMs, () => {
			this.abort(new TimeoutError({
				connection: "data",
				endpoint,
				phase: "transfer",
				timeoutMs
			}));
		});
		using _patience = new Deadline(maximumMs, () => {
			ended.resolve(false);
		});
		let bytes = 0;
		socket.on("data", (chunk) => {
			deadline.progress();
			bytes += chunk.length;
			if (bytes > maximumBytes) ended.resolve(false);
		});
		socket.once("close", () => {
			if (this.#failure === void 0) ended.resolve(true);
			else ended.reject(this.#failure);
		});
		return await Promise.race([ended.promise, this.#broken.promise]);
	}
	/** Resolves when the connection has ended, or when the bounded wait for the server's end is over. */
	async ended() {
		using _deadline = new Deadline(Math.min(limits.dataEndMs, this.#options.timeoutMs), () => {
			this.#socket?.destroy();
		});
		await this.#closed.promise;
	}
	/**
	* Breaks the connection with a reset, so that the server cannot take what it has for the whole file. Does
	* nothing on a connection that has ended.
	*/
	abort(reason) {
		this.#failure ??= reason;
		this.#broken.reject(this.#failure);
		this.#connecting.abort();
		if (this.#socket?.writableEnded === true) this.#socket.destroy();
		else this.#tcp?.resetAndDestroy();
	}
	async #connect() {
		const { endpoint, timeoutMs } = this.#options;
		this.#tcp = await connectTcp("data", endpoint, timeoutMs, this.#connecting.signal);
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
			this.#live().write(bytes, (error) => {
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
	#finish() {
		return new Promise((resolve, reject) => {
			const socket = this.#live();
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
	#live() {
		if (this.#failure !== void 0) throw this.#failure;
		if (this.#socket === void 0) throw new Error("send() was called before secure()");
		if (this.#socket.destroyed) throw this.#lost();
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
// src/ftps/data/passive-mode.ts
/**
* Reads the port from a 229 reply to EPSV: `(|||6446|)`, with any delimiter but a digit (RFC 2428 section 3).
* Protocol and address, which must be empty, are ignored.
*
* @throws {@link ProtocolError} when there is no port from 1 to 65535.
*/
function parseExtendedPassiveReply(reply) {
	const match = /\(([!-/:-~])[^()]{0,100}?\1[^()]{0,100}?\1(\d{1,5})\1\)/.exec(textOf(reply));
	return checkPort(Number(match?.[2] ?? 0), reply);
}
/**
* Reads the port from a 227 reply to PASV: `h1,h2,h3,h4,p1,p2`, with or without brackets (RFC 1123 section
* 4.1.2.6). The address is not returned: it is wrong behind NAT and a way to point us at other hosts.
*
* @throws {@link ProtocolError} when there are no six numbers up to 255, or the port is 0.
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
// src/ftps/data/passive-connector.ts
/** Opens the passive data connections of a session: EPSV, or PASV where that does not work, which is remembered. */
var PassiveConnector = class {
	#options;
	#control;
	#tls;
	#policy;
	#verb = "EPSV";
	#asked;
	#total = 0;
	#resumed = 0;
	constructor(options, opened, policy) {
		this.#options = options;
		this.#control = opened.control;
		this.#tls = opened.tls;
		this.#policy = policy;
	}
	get count() {
		return {
			total: this.#total,
			resumed: this.#resumed
		};
	}
	/** What asks for a port. */
	get command() {
		return command(this.#verb);
	}
	/** Takes {@link PassiveConnector.command} that has been sent already: its port is for the next {@link open}. */
	expect(asked) {
		this.#asked = asked;
	}
	/** Does not count on a port that was asked for any more. */
	forget() {
		this.#asked = void 0;
	}
	/**
	* Asks the server for a port, if none has been asked for, and begins to connect to it.
	*
	* @throws {@link ReplyError} when the server opens no port; {@link ProtocolError} when it names none.
	*/
	async open() {
		const port = await this.#askedPort() ?? await this.#enterPassiveMode();
		const { endpoint, timeoutMs } = this.#options;
		return new DataConnection({
			endpoint: {
				host: this.#control.peerAddress ?? endpoint.host,
				port
			},
			tls: this.#tls,
			timeoutMs
		});
	}
	/** Counts a data connection that is over; one whose handshake was never done does not count. */
	close(data) {
		if (this.#tls !== void 0 && data.resumed === void 0) return;
		this.#total += 1;
		if (this.#tls === void 0) return;
		if (data.resumed === true) this.#resumed += 1;
		const resumed = data.resumed === true ? "resumed" : "not resumed";
		this.#options.onDialogue(note(`data connection: TLS session ${resumed}`));
	}
	async #askedPort() {
		const asked = this.#asked;
		if (asked === void 0) return void 0;
		this.forget();
		const reply = await this.#control.waitFor(asked.final, asked.command);
		const isExtended = asked.command.verb === "EPSV";
		if (reply.code === (isExtended ? replyCode.extendedPassiveMode : replyCode.passiveMode)) return isExtended ? parseExtendedPassiveReply(reply) : parsePassiveReply(reply);
		if (!isRefusal(reply)) throw outOfSync(this.#control, asked.command, reply);
		this.#policy.disable(`${asked.command.verb}, sent ahead, was refused`);
	}
	async #enterPassiveMode() {
		if (this.#verb === "EPSV") {
			const port = await this.#tryExtendedPassive(command("EPSV"));
			if (port !== void 0) return port;
			this.#verb = "PASV";
		}
		const passive = command("PASV");
		const reply = await this.#control.execute(passive);
		if (reply.code !== replyCode.passiveMode) throw new ReplyError(passive, reply);
		return parsePassiveReply(reply);
	}
	async #tryExtendedPassive(extended) {
		const reply = await this.#control.execute(extended);
		if (isTransientRefusal(reply)) throw new ReplyError(extended, reply);
		if (reply.code !== replyCode.extendedPassiveMode) return void 0;
		try {
			return parseExtendedPassiveReply(reply);
		} catch {
			this.#options.onDialogue(note("The 229 reply has no usable port; trying PASV."));
			return;
		}
	}
};
// src/ftps/control/pipelined-rename.ts
/**
* RNFR and RNTO that are sent without waiting for the reply to RNFR, together with other commands (RFC 959 section
* 4.1.3). Where RNFR is refused the server refuses RNTO too, for want of it.
*/
var PipelinedRename = class {
	commands;
	#control;
	#exchanges;
	constructor(control, from, to) {
		this.#control = control;
		this.commands = [command("RNFR", from), command("RNTO", to)];
	}
	/** Whether the commands have left; what has become of the file is then known by {@link refusal} only. */
	get isInFlight() {
		return this.#exchanges !== void 0;
	}
	/** Takes the exchanges of the commands once they have been sent. */
	markSent(...exchanges) {
		this.#exchanges = exchanges;
	}
	/**
	* Waits for both replies.
	*
	* @returns The refusal of RNFR, or of RNTO; undefined when the file has its new name.
	* @throws {@link TimeoutError}, {@link ConnectionLostError}, {@link ProtocolError} when that remains unknown.
	*/
	async refusal() {
		if (this.#exchanges === void 0) throw new Error("The rename has not been sent.");
		const [from, to] = this.#exchanges;
		const began = await this.#control.waitFor(from.final, from.command);
		const ended = await this.#control.waitFor(to.final, to.command);
		if (isRefusal(began) && isRefusal(ended)) return new ReplyError(from.command, began);
		if (!isIntermediate(began)) throw outOfSync(this.#control, from.command, began);
		if (isFileCompletion(ended)) return void 0;
		if (!isRefusal(ended)) throw outOfSync(this.#control, to.command, ended);
		return new ReplyError(to.command, ended);
	}
};
// src/ftps/control/pipelining.ts
/** What one server was found to allow, and what follows from it for each upload. */
var PipeliningPolicy = class {
	#onDialogue;
	#mode;
	#uploads = 0;
	#isPipelined = false;
	constructor(isAllowed, onDialogue) {
		this.#mode = isAllowed ? "untested" : "off";
		this.#onDialogue = onDialogue;
	}
	get mode() {
		return this.#mode;
	}
	/** Whether a connection that breaks now may break because of commands sent ahead: not when enough uploads went well. */
	get isUnproven() {
		return this.#isPipelined && this.#uploads < limits.uploadsToTrustPipelining;
	}
	/** Several commands leave in one write. */
	beginPipelined() {
		this.#isPipelined = true;
	}
	/** All of them have been answered. */
	endPipelined() {
		this.#isPipelined = false;
	}
	/** An upload went well, and everything that was sent with it. */
	recordUpload() {
		this.endPipelined();
		this.#uploads += 1;
	}
	/** Learns from the NOOP that was sent in the same write as the first STOR. */
	learnFrom(probe) {
		if (this.#mode !== "untested") return;
		this.#mode = probe.repliedOutOfOrder ? "between-transfers" : "in-order";
		this.#onDialogue(note(probe.repliedOutOfOrder ? "the server handles commands while a transfer runs: nothing is sent ahead during one" : "the server works strictly in order: commands are sent ahead"));
	}
	/** Goes on with one command at a time. */
	disable(why) {
		if (this.#mode === "off") return;
		this.#mode = "off";
		this.#onDialogue(note(`one command at a time from now on: ${why}`));
	}
};
// src/ftps/control/pathname.ts
/**
* Reads the pathname from a 257 reply: in quotation marks, a quotation mark in it doubled (RFC 959 appendix II).
*
* @returns undefined when the reply has none.
*/
function parsePathname(reply) {
	const quoted = /"((?:[^"]|"")*)"/.exec(reply.lines[0] ?? "")?.[1];
	return quoted === void 0 || quoted === "" ? void 0 : quoted.replaceAll("\"\"", "\"");
}
// src/ftps/control/session-setup.ts
const protection = [command("PBSZ", "0"), command("PROT", "P")];
const features = command("FEAT");
const imageType = command("TYPE", "I");
const pathname = command("PWD");
const structure = [command("STRU", "F"), command("MODE", "S")];
const utf8 = command("OPTS", "UTF8 ON");
/**
* Logs in and sets the session up for binary uploads with protected data connections (RFC 959 section 5.4,
* RFC 4217 section 9): USER, PASS, PBSZ 0, PROT P, TYPE I, STRU F, MODE S.
*
* @param how.isProtected - Whether the session has TLS, so that its data connections must have it too.
* @param how.policy - Says whether what follows the login may go out in one write.
* @throws {@link ReplyError} when the login, PBSZ, PROT or TYPE is refused.
*/
async function setUpSession(control, credentials, how) {
	await authenticate(control, credentials);
	const ask = (commands) => executeAll(control, commands, how.policy, refuseWithout);
	const first = await ask(how.isProtected ? [...protection, features] : [features]);
	const offered = featuresOf(replyTo(features, first));
	const second = await ask([
		...offered.has("UTF8") || offered.has("UTF-8") ? [utf8] : [],
		imageType,
		...structure,
		pathname
	]);
	return {
		features: offered,
		loginDirectory: directoryOf(replyTo(pathname, second))
	};
}
function refuseWithout({ command: required, reply }) {
	if ((required === imageType || protection.includes(required)) && !isCompletion(reply)) throw new ReplyError(required, reply);
}
async function authenticate(control, credentials) {
	const user = command("USER", credentials.username);
	const answer = await control.execute(user);
	if (answer.code === replyCode.loggedIn) return;
	if (!isIntermediate(answer)) throw new ReplyError(user, answer);
	control.redact(credentials.password);
	await control.expectCompletion(command("PASS", credentials.password));
}
function replyTo({ verb }, answers) {
	const answer = answers.find(({ command: asked }) => asked.verb === verb);
	if (answer === void 0) throw new Error(`${verb} was not sent.`);
	return answer.reply;
}
function featuresOf(reply) {
	return isCompletion(reply) ? Features.parse(reply) : Features.none;
}
function directoryOf(reply) {
	return reply.code === replyCode.pathname ? parsePathname(reply) : void 0;
}
// src/ftps/time-val.ts
/** A time as FTP writes it, `YYYYMMDDHHMMSS` in UTC (RFC 3659 section 2.3); fractions of a second are left out. */
function formatTimeVal(time) {
	return time.toISOString().slice(0, 19).replace(/\D/g, "");
}
// src/ftps/data/upload.ts
/**
* Carries out one upload (RFC 959 section 5.4): STOR, a preliminary reply, the bytes, the final reply.
*
* The final reply is the authority. It may come before or after the data connection's end; a success that comes
* before everything was sent is no success. When the data connection breaks, the server's own words for it, if
* they come soon, are the error.
*
* @returns The bytes sent.
* @throws {@link ReplyError} when the server refuses.
* @throws {@link ConnectionError}, {@link ConnectionLostError}, {@link TimeoutError}, {@link TlsError},
*   {@link CertificateError} when a connection fails.
* @throws {@link ProtocolError} when replies come that make no sense.
*/
async function upload$1(options) {
	const { control, data } = options;
	let exchange;
	try {
		if (options.connectFirst) await data.connected();
		exchange = options.begin();
		using _signsOfLife = keepAlive(control, options.keepAliveMs);
		const sent = await transfer$2(options, exchange);
		const final = await control.waitFor(exchange.final, options.command);
		if (!endsTransfer(final, control)) throw refusal(options.command, final, data);
		await data.ended();
		return sent;
	} catch (error) {
		data.abort(error);
		options.buffers.reset();
		if (exchange === void 0) throw error;
		throw await transferError(error, options, exchange);
	}
}
async function transfer$2(options, exchange) {
	const { control, data } = options;
	exchange.final.then((reply) => {
		if (!data.isComplete) data.abort(refusal(options.command, reply, data));
	}, (error) => {
		data.abort(error);
	});
	await data.secure();
	const first = await control.waitFor(exchange.first, options.command);
	if (!isPreliminary(first)) throw refusal(options.command, first, data);
	return await data.send(options.source, options.buffers, options.onProgress);
}
/** Sends signs of life on the control connection, which is silent until the final reply. */
function keepAlive(control, everyMs) {
	const pulse = setInterval(() => {
		control.keepAlive();
	}, everyMs);
	return { [Symbol.dispose]() {
		clearInterval(pulse);
	} };
}
function endsTransfer(final, control) {
	return isCompletion(final) && !(final.code === 200 && control.mayExpectNoopReply);
}
function refusal(store, reply, data) {
	if (isRefusal(reply)) return new ReplyError(store, reply, { sessionResumed: data.resumed });
	const received = formatReply(reply);
	return isCompletion(reply) ? new ProtocolError("premature-completion", `completion reply to ${store.verb} before the file was sent`, received) : new ProtocolError("unexpected-reply", `unexpected reply to ${store.verb}`, received);
}
/**
* After a failure: takes the final reply off the control connection, so that the next command gets its own, and
* prefers a refusal in it to the mere fact that a connection broke.
*/
async function transferError(error, options, exchange) {
	const { control, data } = options;
	const reply = exchange.settled ?? await drainFinalReply(error, control, exchange);
	if (control.failure !== void 0 && !isUntrustedPeer(error)) return control.failure;
	if (reply === void 0) return error;
	if (error instanceof ProtocolError) control.fail(error);
	if (!(error instanceof FtpsError && !(error instanceof ReplyError)) || isUntrustedPeer(error) || !isRefusal(reply)) return error;
	return new ReplyError(options.command, reply, {
		cause: error,
		sessionResumed: data.resumed
	});
}
// src/ftps/data/upload-source.ts
const bufferBytes = 262144;
const bufferCount = 4;
/**
* The buffers that uploads are read into, used again and again: memory stays the same for a file of any size
* and for any number of files. 4 of 256 KiB let reading, encrypting and sending overlap.
*/
var UploadBuffers = class {
	#buffers = [];
	/** How many buffers there are. */
	count = bufferCount;
	/** Gives buffer number `index`, 0 to `count - 1`, made when first asked for: small files need only one. */
	at(index) {
		return this.#buffers[index] ??= Buffer.allocUnsafeSlow(bufferBytes);
	}
	/** Forgets all buffers: a broken connection may still hold some of them. */
	reset() {
		this.#buffers = [];
	}
};
// src/ftps/data/uploader.ts
/**
* The uploads of a session, one after the other.
*
* Where the server works in order, one write carries a STOR, the SIZE of its file and the EPSV of the next, so that a
* small file costs three round trips: TCP, TLS, and the bytes with the final reply. Elsewhere SIZE and EPSV share a
* write after the transfer.
*/
var Uploader = class {
	#control;
	#passive;
	#policy;
	#keepAliveMs;
	#buffers = new UploadBuffers();
	#isPassiveProven = false;
	#transfer;
	#size;
	constructor(control, passive, policy, keepAliveMs) {
		this.#control = control;
		this.#passive = passive;
		this.#policy = policy;
		this.#keepAliveMs = keepAliveMs;
	}
	/** Breaks a running transfer off. */
	abort(reason) {
		this.#transfer?.abort(reason);
	}
	/** The reply to SIZE that came along with the last upload, if it was for this path; given once. */
	takeSize(path) {
		const size = this.#size;
		this.#size = void 0;
		return size?.path === path ? size.reply : void 0;
	}
	/** See {@link FtpsClient.store}. */
	async store(path, source, options) {
		this.#size = void 0;
		const then = this.#followUps(path, options);
		try {
			const { bytesSent, early } = await this.#upload(path, source, options, then);
			await this.#afterUpload(path, (options.offset ?? 0) + bytesSent, then, early);
			if (this.#isInStep()) this.#policy.recordUpload();
			return { bytesSent };
		} catch (error) {
			this.#passive.forget();
			throw error;
		}
	}
	#isInStep() {
		return this.#size === void 0 || isSizeReply(this.#size.reply);
	}
	/** Brings the bytes over; gives the exchanges of what was sent in the same write, behind STOR. */
	async #upload(path, source, options, then) {
		const stor = command("STOR", path);
		const data = await this.#passive.open();
		this.#transfer = data;
		try {
			const { offset = 0 } = options;
			const store = await this.#mayRestart(offset) ? stor : command("APPE", path);
			const rename = offset === 0 ? options.rename : void 0;
			const during = this.#sentDuring([...rename?.commands ?? [], store], then, options);
			let early = [];
			const bytesSent = await upload$1({
				control: this.#control,
				data,
				command: store,
				begin: () => {
					const [exchange, ...behind] = this.#send(rename, store, during);
					early = behind;
					return exchange;
				},
				source,
				buffers: this.#buffers,
				connectFirst: !this.#isPassiveProven,
				keepAliveMs: this.#keepAliveMs,
				onProgress: options.onProgress
			});
			this.#isPassiveProven = true;
			return {
				bytesSent,
				early
			};
		} catch (error) {
			data.abort(error);
			throw error;
		} finally {
			this.#transfer = void 0;
			this.#passive.close(data);
		}
	}
	#followUps(path, options) {
		return [...options.sizeFollows === true ? [command("SIZE", path)] : [], ...options.moreUploads === true ? [this.#passive.command] : []];
	}
	#sentDuring(before, then, { moreUploads = false }) {
		const { mode: allowed } = this.#policy;
		if (allowed === "untested" && moreUploads) return [noop];
		return allowed === "in-order" && fitsWindow([...before, ...then]) ? then : [];
	}
	#send(rename, store, behind) {
		if (rename !== void 0 || behind.length > 0) this.#policy.beginPipelined();
		if (rename === void 0) return this.#control.send(store, ...behind);
		const [from, to, ...rest] = this.#control.send(...rename.commands, store, ...behind);
		rename.markSent(from, to);
		return rest;
	}
	async #afterUpload(path, sizeBytes, then, early) {
		const [first] = early;
		const wasProbe = first?.command === noop;
		if (wasProbe) await this.#learnFrom(first);
		if (first !== void 0 && !wasProbe) await this.#collect(early, path, sizeBytes);
		else if (this.#policy.mode !== "off" && fitsWindow(then)) {
			if (then.length > 1) this.#policy.beginPipelined();
			await this.#collect(this.#control.send(...then), path);
		}
	}
	async #learnFrom(probe) {
		const { endpoint, timeoutMs } = this.#control;
		const waitMs = Math.min(limits.probeMs, timeoutMs);
		using _deadline = new Deadline(waitMs, () => {
			this.#control.fail(new TimeoutError({
				connection: "control",
				endpoint,
				phase: "reply",
				verb: "NOOP",
				timeoutMs: waitMs
			}));
		});
		await probe.final;
		this.#policy.learnFrom(probe);
	}
	/** @param expected - What a SIZE that was sent during the transfer must say; anything else is not believed. */
	async #collect(asked, path, expected) {
		const size = asked.find((exchange) => exchange.command.verb === "SIZE");
		const passive = asked.find((exchange) => exchange !== size);
		if (passive !== void 0) this.#passive.expect(passive);
		if (size === void 0) return;
		const reply = await this.#control.waitFor(size.final, size.command);
		if (expected !== void 0 && isDoubtful(reply, expected)) {
			this.#policy.disable("SIZE, sent ahead, did not say what has arrived");
			this.#passive.forget();
			return;
		}
		this.#size = {
			path,
			reply
		};
	}
	async #mayRestart(offset) {
		return offset === 0 || isIntermediate(await this.#control.execute(command("REST", String(offset))));
	}
};
function isSizeReply(reply) {
	return isRefusal(reply) || reply.code === replyCode.fileStatus;
}
function isDoubtful(reply, expected) {
	if (isRefusal(reply)) return true;
	return reply.code === replyCode.fileStatus && Number(reply.lines[0]) !== expected;
}
// src/ftps/client.ts
/**
* An FTPS client for uploads: one control connection, one passive data connection a file.
*
* @example
*   const client = await FtpsClient.open(options);
*   await client.login('deploy', password);
*   await client.store('www/index.html', source);
*   await client.quit();
*/
var FtpsClient = class FtpsClient {
	#control;
	#tls;
	#greeting;
	#passive;
	#policy;
	#uploader;
	#features = Features.none;
	#loginDirectory;
	#selectedHash;
	#knowsSize = true;
	#listing;
	constructor(options, opened) {
		this.#control = opened.control;
		this.#tls = opened.tls;
		this.#greeting = opened.greeting;
		this.#policy = new PipeliningPolicy(options.pipelining ?? true, options.onDialogue);
		this.#passive = new PassiveConnector(options, opened, this.#policy);
		const { keepAliveMs = limits.keepAliveMs } = options;
		this.#uploader = new Uploader(opened.control, this.#passive, this.#policy, keepAliveMs);
	}
	/**
	* Connects, puts TLS on the connection as the mode says, checks the certificate and takes the greeting. Nothing
	* but the TLS handshake (and AUTH TLS) is sent before the certificate has been judged.
	*
	* @throws {@link ConnectionError}, {@link TlsError}, {@link CertificateError}, {@link TimeoutError},
	*   {@link ConnectionLostError}, {@link ReplyError} (greeting or AUTH refused), {@link ProtocolError}.
	*/
	static async open(options) {
		return new FtpsClient(options, await openControlConnection(options));
	}
	/** What TLS came to on the control connection; undefined in mode `none`. */
	get tls() {
		return this.#tls?.info;
	}
	/** What the server said of itself when it greeted, safe to show. */
	get greeting() {
		return sanitize(this.#greeting, limits.greetingCharacters);
	}
	/** The directory that the login led to; undefined when the server does not say. */
	get loginDirectory() {
		return this.#loginDirectory;
	}
	/** What the server says that it can do; nothing before the login. */
	get features() {
		return this.#features;
	}
	/** The strongest hash that the server offers; undefined when it offers none. */
	get checksumMethod() {
		return chooseChecksum(this.#features);
	}
	get dataConnections() {
		return this.#passive.count;
	}
	/** Why the control connection cannot be used any more; undefined while it can. */
	get failure() {
		return this.#control.failure;
	}
	/** Logs in and sets the session up; throws what {@link setUpSession} throws. */
	async login(username, password) {
		const credentials = {
			username,
			password
		};
		const how = {
			isProtected: this.#tls !== void 0,
			policy: this.#policy
		};
		const setup = await setUpSession(this.#control, credentials, how);
		this.#features = setup.features;
		this.#loginDirectory = setup.loginDirectory;
	}
	/** When commands are sent before earlier ones have been answered. */
	get pipeliningMode() {
		return this.#policy.mode;
	}
	/** Whether the control connection has broken before it was clear that the server takes commands sent ahead. */
	get brokeWhilePipelining() {
		const { failure } = this.#control;
		return this.#policy.isUnproven && failure instanceof FtpsError && !(failure instanceof ReplyError);
	}
	/**
	* Makes directories, each one's parent before it.
	*
	* @returns How many were made; the others were there before.
	* @throws {@link ReplyError} when one could not be made and is not there: the refusal of MKD, with that of CWD
	*   as its cause.
	*/
	async createDirectories(paths) {
		return await this.#directories.create(paths);
	}
	/** Whether a directory is there and may be entered. */
	async directoryExists(path) {
		return await this.#directories.probe(path) === void 0;
	}
	/** Goes into a directory and back; returns the refusal, if it is one. See {@link directoryExists}. */
	async probeDirectory(path) {
		return await this.#directories.probe(path);
	}
	/**
	* Has the login directory listed and throws the listing away: a data connection that changes nothing.
	*
	* @throws what {@link discardListing} throws.
	*/
	async list() {
		const list = command(this.#features.has("MLST") ? "MLSD" : "LIST");
		const data = await this.#passive.open();
		this.#listing = data;
		try {
			await discardListing({
				control: this.#control,
				data,
				command: list
			});
		} finally {
			this.#listing = void 0;
			this.#passive.close(data);
		}
	}
	/**
	* Uploads to a file: STOR; with an offset REST and STOR, or APPE where the server refuses REST (RFC 3659
	* section 5.3).
	*
	* @throws what {@link upload} throws.
	*/
	async store(remotePath, source, options = {}) {
		const sizeFollows = options.sizeFollows === true && this.#knowsSize;
		return await this.#uploader.store(remotePath, source, {
			...options,
			sizeFollows
		});
	}
	/**
	* The size of a file in bytes (RFC 3659 section 4).
	*
	* @returns undefined when the server does not know the command.
	* @throws {@link ReplyError} when it refuses, most often because there is no such file.
	*/
	async size(path) {
		const ask = command("SIZE", path);
		const reply = this.#uploader.takeSize(path) ?? await this.#control.execute(ask);
		this.#knowsSize = !isUnsupported(reply);
		if (!this.#knowsSize) return void 0;
		if (!isCompletion(reply)) throw new ReplyError(ask, reply);
		if (!isFileCompletion(reply)) throw outOfSync(this.#control, ask, reply);
		const digits = /^\s*(\d{1,15})\b/.exec(reply.lines[0] ?? "")?.[1];
		if (digits === void 0) throw outOfSync(this.#control, ask, reply);
		return Number(digits);
	}
	/**
	* The hash of a file as the server computes it, in lower-case hexadecimal.
	*
	* @throws {@link ReplyError} when the server refuses; {@link ProtocolError} when its answer holds no such hash.
	*/
	async checksum(path, method) {
		if (method.option !== void 0 && this.#selectedHash !== method.option) {
			await this.#control.expectCompletion(command("OPTS", `HASH ${method.option}`));
			this.#selectedHash = method.option;
		}
		const ask = command(method.verb, path);
		const reply = await this.#control.expectCompletion(ask);
		const checksum = parseChecksum(reply, method.hash);
		if (checksum === void 0) throw outOfSync(this.#control, ask, reply);
		return checksum;
	}
	/** Whether RNFR takes a path, which it does for what is there and may be renamed (RFC 959 section 4.1.3). */
	async renameFrom(path) {
		const from = command("RNFR", path);
		const reply = await this.#control.execute(from);
		if (isIntermediate(reply)) return void 0;
		if (!isRefusal(reply)) throw outOfSync(this.#control, from, reply);
		return new ReplyError(from, reply);
	}
	/** Finishes a rename that {@link renameFrom} has begun; returns the refusal, if it is one. */
	async renameTo(path) {
		return this.#change(command("RNTO", path));
	}
	/** A rename in one go, to be sent with an upload or by {@link sendRenames}. */
	prepareRename(from, to) {
		return new PipelinedRename(this.#control, from, to);
	}
	/** Sends prepared renames in one write: the first, and as many behind it as servers take at a time. */
	sendRenames(renames) {
		const fits = (count) => fitsWindow(renames.slice(0, count).flatMap(({ commands }) => commands));
		let count = Math.min(renames.length, 1);
		while (count < renames.length && fits(count + 1)) count += 1;
		const sent = renames.slice(0, count);
		const exchanges = this.#control.send(...sent.flatMap(({ commands }) => commands));
		for (const [index, rename] of sent.entries()) {
			const [from, to] = exchanges.slice(2 * index, 2 * index + 2);
			if (from !== void 0 && to !== void 0) rename.markSent(from, to);
		}
	}
	/** Deletes a file; returns the refusal, if it is one. */
	async delete(path) {
		return this.#change(command("DELE", path));
	}
	/**
	* Sets the time of a file's last modification: MFMT where the server names it (draft-somers-ftp-mfxx section 3.1),
	* else MDTM with two arguments, as vsftpd has it.
	*
	* @returns the refusal, if it is one.
	*/
	async setModificationTime(path, time) {
		const verb = this.#features.has("MFMT") ? "MFMT" : "MDTM";
		return this.#change(command(verb, `${formatTimeVal(time)} ${path}`));
	}
	/** Breaks a running transfer off; what the server says to that is still waited for. */
	abortTransfer(reason) {
		this.#uploader.abort(reason);
		this.#listing?.abort(reason);
	}
	/** Ends everything at once; whoever waits gets the reason. */
	destroy(reason) {
		this.abortTransfer(reason);
		this.#control.fail(reason);
	}
	/** Says goodbye, waiting at most `waitMs` (3 s unless said) for the answer, and closes. Never throws. */
	async quit(waitMs) {
		await this.#control.quit(command("QUIT"), waitMs);
	}
	async #change(change) {
		const reply = await this.#control.execute(change);
		if (isFileCompletion(reply)) return void 0;
		if (isCompletion(reply)) throw outOfSync(this.#control, change, reply);
		return new ReplyError(change, reply);
	}
	get #directories() {
		return new DirectoryCommands(this.#control, this.#loginDirectory, this.#policy);
	}
};
function isUnsupported(reply) {
	return [
		500,
		502,
		504
	].includes(reply.code);
}
// src/deploy/file/file-hash.ts
/** Hashes of a file, computed from its bytes as they pass: always SHA-256, and one more where a server wants it. */
var FileHash = class {
	#sha256 = (0,node_crypto__WEBPACK_IMPORTED_MODULE_2__.createHash)("sha256");
	#other;
	#countsCrc;
	#crc = 0;
	#digests;
	constructor(also) {
		this.#countsCrc = also === "crc32";
		const isOther = also !== void 0 && also !== "sha256" && also !== "crc32";
		this.#other = isOther ? (0,node_crypto__WEBPACK_IMPORTED_MODULE_2__.createHash)(also) : void 0;
	}
	update(bytes) {
		this.#sha256.update(bytes);
		this.#other?.update(bytes);
		if (this.#countsCrc) this.#crc = process.getBuiltinModule("node:zlib").crc32(bytes, this.#crc);
	}
	/** SHA-256 in hexadecimal; nothing can be added after this. */
	get sha256() {
		return this.#digest().sha256;
	}
	/** The further hash in hexadecimal; the SHA-256 when that is the one. */
	get checksum() {
		return this.#digest().other;
	}
	#digest() {
		if (this.#digests === void 0) {
			const sha256 = this.#sha256.digest("hex");
			const crc = this.#crc.toString(16).padStart(8, "0");
			const other = this.#countsCrc ? crc : this.#other?.digest("hex") ?? sha256;
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
* A local file as the source of an upload. It hashes what is read, and insists on the file that was planned: the same
* size and time of modification at the start, and still at the end. A file that something still writes to would arrive
* as a mixture.
*/
var FileSource = class FileSource {
	#file;
	#handle;
	#hash;
	#position = 0;
	constructor(file, handle, also) {
		this.#file = file;
		this.#handle = handle;
		this.#hash = new FileHash(also);
	}
	/**
	* @param also - A hash to compute besides SHA-256.
	* @throws {@link LocalFileError} when the file cannot be opened, or is not what was planned.
	*/
	static async open(file, also) {
		let handle;
		try {
			handle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_3__.open)(file.localPath, "r");
		} catch (cause) {
			const problem = `cannot be opened: ${reason$1(cause)}`;
			throw new LocalFileError(file.localPath, problem, { cause });
		}
		const source = new FileSource(file, handle, also);
		try {
			await source.#checkUnchanged("before it was uploaded");
			return source;
		} catch (error) {
			await handle.close();
			throw error;
		}
	}
	/** The hashes of everything read; ask at the end. */
	get hash() {
		return this.#hash;
	}
	/** Goes on behind the first bytes, which are on the server already; they are read for the hash alone. */
	async skip(bytes) {
		const buffer = Buffer.allocUnsafe(Math.min(bytes, skipBytes));
		while (this.#position < bytes) {
			const wanted = Math.min(buffer.length, bytes - this.#position);
			if (await this.read(buffer.subarray(0, wanted)) === 0) break;
		}
	}
	/** @throws {@link LocalFileError} when reading fails, or the file has changed meanwhile. */
	async read(buffer) {
		const bytes = await this.#fill(buffer);
		this.#position += bytes;
		if (this.#position > this.#file.sizeBytes) throw this.#changed("it has grown");
		if (bytes === 0) await this.#checkUnchanged("while it was uploaded");
		this.#hash.update(buffer.subarray(0, bytes));
		return bytes;
	}
	async [Symbol.asyncDispose]() {
		await this.#handle.close();
	}
	async #fill(buffer) {
		try {
			return (await this.#handle.read(buffer, 0, buffer.length, this.#position)).bytesRead;
		} catch (cause) {
			const problem = `cannot be read: ${reason$1(cause)}`;
			throw new LocalFileError(this.#file.localPath, problem, { cause });
		}
	}
	async #checkUnchanged(when) {
		const stats = await this.#handle.stat();
		const { sizeBytes, modifiedMs } = this.#file;
		if (stats.size !== sizeBytes) throw this.#changed(`it had ${sizeBytes} bytes and now has ${stats.size}`, when);
		if (stats.mtimeMs !== modifiedMs) throw this.#changed(`it was written at ${stats.mtime.toISOString()}`, when);
	}
	#changed(how, when = "while it was uploaded") {
		return new LocalFileError(this.#file.localPath, `changed ${when}: ${how}`);
	}
};
function reason$1(error) {
	return sanitize(error.message);
}
// src/deploy/file/verification.ts
/**
* Compares what is on the server with what was sent.
*
* @returns What was compared: `none` for a server without SIZE, which gets one notice.
* @throws {@link VerificationError} when they differ; {@link ReplyError} when the server refuses to tell.
*/
async function verifyUpload(client, expected, wanted, notices) {
	switch (wanted) {
		case "none": return "none";
		case "size": return verifySize(client, expected, notices);
		case "checksum": return verifyChecksum(client, expected);
	}
}
async function verifySize(client, expected, notices) {
	const size = await client.size(expected.path);
	if (size === void 0) {
		notices.once("The server does not know SIZE: the sizes of the uploaded files were not compared.");
		return "none";
	}
	if (size !== expected.sizeBytes) {
		const problem = `the server has ${size} bytes of ${expected.sizeBytes}`;
		throw new VerificationError(expected.path, problem);
	}
	return "size";
}
async function verifyChecksum(client, expected) {
	const method = client.checksumMethod;
	if (method === void 0) throw new Error("A checksum was asked for where there is none.");
	const remote = await client.checksum(expected.path, method);
	if (remote !== expected.hash.checksum) {
		const problem = `its ${method.hash} is ${remote}, not ${expected.hash.checksum}`;
		throw new VerificationError(expected.path, problem);
	}
	return "checksum";
}
// src/deploy/file/file-upload.ts
/** Files up to this size are sent whole again: asking where to go on would take as long. */
const resumeAboveBytes = 4194304;
/**
* One file on its way to one remote path, over as many attempts as it takes. Between attempts it remembers what was
* sent, so that a large file goes on where it broke off.
*
* What lies on the server is taken for the beginning of this file only when nothing else can be meant: under a
* temporary name, or when the file that was there before had another size.
*/
var FileUpload = class {
	#file;
	#target;
	#isTemporary;
	#options;
	#sizeBefore = "unknown";
	/** The most that the server can have of this file; undefined before the first attempt and when in doubt. */
	#sentUpTo;
	/** @param target - Where the bytes go, as it goes over the wire. */
	constructor(file, target, isTemporary, options) {
		this.#file = file;
		this.#target = target;
		this.#isTemporary = isTemporary;
		this.#options = options;
		if (isTemporary) this.#sizeBefore = "none";
	}
	/**
	* Tries to bring the file, or what is missing of it, to the server, and verifies it.
	*
	* @throws What the protocol layer throws, {@link LocalFileError}, {@link VerificationError}.
	*/
	async attempt(client, company) {
		const also = this.#options.verifyUploads === "checksum" || this.#sentUpTo !== void 0 ? client.checksumMethod?.hash : void 0;
		await using source = await FileSource.open(this.#file, also);
		const offset = await this.#offset(client);
		if (offset > 0) await source.skip(offset);
		const verification = this.#verification(client, offset);
		if (offset < this.#file.sizeBytes || offset === 0) {
			const isSlow = verification === "checksum" && this.#isLarge;
			const options = {
				...company,
				offset,
				sizeFollows: verification === "size",
				moreUploads: company.moreUploads && !isSlow
			};
			await this.#send(client, source, options);
		} else await source.read(Buffer.alloc(1));
		const { hash } = source;
		const expected = {
			path: this.#target,
			sizeBytes: this.#file.sizeBytes,
			hash
		};
		try {
			const { notices } = this.#options;
			const verified = await verifyUpload(client, expected, verification, notices);
			await this.#setTime(client);
			return {
				sha256: hash.sha256,
				verified
			};
		} catch (error) {
			if (error instanceof VerificationError) this.#sentUpTo = void 0;
			throw error;
		}
	}
	async #send(client, source, options) {
		if (this.#sentUpTo === void 0) await this.#recordSizeBefore(client);
		const { offset } = options;
		this.#sentUpTo = offset;
		try {
			await client.store(this.#target, source, {
				...options,
				onProgress: (bytesSent) => {
					this.#sentUpTo = offset + bytesSent;
					this.#options.onProgress(this.#file, this.#sentUpTo);
				}
			});
		} catch (error) {
			if (error instanceof LocalFileError) await this.#deletePartial(client);
			throw error;
		}
	}
	/** Where to go on: at what the server has, when that can only be the beginning of this file; else at 0. */
	async #offset(client) {
		const reached = this.#sentUpTo;
		if (reached === void 0 || reached === 0 || this.#sizeBefore === "unknown") return 0;
		const { sizeBytes } = this.#file;
		const mayBeWhole = reached === sizeBytes;
		const isWorthIt = this.#isLarge && client.features.canResume;
		if (!mayBeWhole && !isWorthIt) return 0;
		const size = await sizeOrNone(client, this.#target);
		if (typeof size !== "number" || size > reached || size === this.#sizeBefore) return 0;
		return isWorthIt || size === sizeBytes ? size : 0;
	}
	/** What the final name holds before the first byte is sent; only for files that are worth resuming. */
	async #recordSizeBefore(client) {
		if (this.#isTemporary) return;
		const isWorthIt = this.#isLarge && client.features.canResume;
		this.#sizeBefore = isWorthIt ? await sizeOrNone(client, this.#target) : "unknown";
	}
	get #isLarge() {
		return this.#file.sizeBytes > resumeAboveBytes;
	}
	#verification(client, offset) {
		if (offset === 0) return this.#options.verifyUploads;
		return client.checksumMethod === void 0 ? "size" : "checksum";
	}
	async #setTime(client) {
		if (!this.#options.preserveMtime) return;
		const time = new Date(this.#file.modifiedMs);
		const refusal = await client.setModificationTime(this.#target, time);
		if (refusal?.isTransient === true) throw refusal;
		if (refusal === void 0) return;
		this.#options.notices.once(`The server does not let the time of modification be set: it answers ${refusal.verb} with ${refusal.reply.code}.`);
	}
	async #deletePartial(client) {
		if (client.failure !== void 0) return;
		await client.delete(this.#target).catch(() => void 0);
	}
};
async function sizeOrNone(client, path) {
	try {
		return await client.size(path) ?? "unknown";
	} catch (error) {
		if (error instanceof ReplyError && !error.isTransient) return "none";
		throw error;
	}
}
// src/deploy/file/rename.ts
/**
* Puts one uploaded file in its place (RNFR, RNTO), over as many attempts as it takes. Between attempts it remembers
* what may have happened already: a rename whose reply was lost must not be taken for a failed one.
*
* Where the server does not rename over an existing file, that one is deleted first; but only after a rename to a free
* name has shown that renaming is allowed at all, or the old file would be lost for nothing.
*/
var Rename = class {
	#placement;
	#notices;
	#temporaryFiles;
	#from;
	#step = "begin";
	#isLastCopy = false;
	#pipelined;
	#replacedInOneStep = false;
	constructor(placement, options) {
		this.#placement = placement;
		this.#notices = options.notices;
		this.#temporaryFiles = options.temporaryFiles;
		this.#from = placement.from;
	}
	/**
	* The rename in one go, for {@link FtpsClient.store} or {@link FtpsClient.sendRenames}, where nothing has been tried
	* yet. Whether it was sent, and what came of it, {@link awaitPipelined} finds out.
	*/
	pipeline(client) {
		if (this.isInFlight || this.#step !== "begin") return void 0;
		this.#pipelined = client.prepareRename(this.#placement.from, this.#placement.to);
		return this.#pipelined;
	}
	/** Whether it has been sent ahead, and nobody has looked yet what came of it. */
	get isInFlight() {
		return this.#pipelined?.isInFlight === true;
	}
	/** Whether the server has renamed the file right over the old one. */
	get replacedInOneStep() {
		return this.#replacedInOneStep;
	}
	/**
	* Whether a rename that was sent ahead has put the file in its place. One that was refused, and one that nobody knows
	* of, are left to {@link attempt}.
	*/
	async awaitPipelined() {
		const pipeline = this.#pipelined;
		this.#pipelined = void 0;
		if (pipeline?.isInFlight !== true) return false;
		this.#step = "placing";
		this.#temporaryFiles.mayExist(this.#from);
		const refusal = await pipeline.refusal().catch(() => "unknown");
		if (refusal === "unknown" || refusal?.isTransient === true) return false;
		return this.#evaluate(refusal) === void 0;
	}
	/**
	* @throws {@link PublishError} when the server refuses for good; {@link ReplyError} when it refuses for now;
	*   {@link VerificationError} when neither the temporary nor the final file is there.
	*/
	async attempt(client) {
		if (await this.#isDoneAlready(client)) return;
		const refusal = await this.#place(client);
		if (refusal === void 0) return;
		if (!this.#isLastCopy) {
			await this.#moveToIntermediate(client, refusal);
			await this.#removeOld(client);
		}
		const again = await this.#place(client);
		if (again === void 0) return;
		throw new PublishError(this.#isLastCopy ? `The old file is deleted, and the new one could not be renamed from ${this.#from}` : "The server neither replaces nor deletes the old file", again);
	}
	/** Looks for the file where the last attempt may have left it; true when it is in its place. */
	async #isDoneAlready(client) {
		if (this.#step === "begin") return false;
		const refusal = await client.renameFrom(this.#from);
		if (refusal === void 0) return false;
		if (refusal.isTransient) throw refusal;
		if (this.#step === "moving-aside") {
			this.#isNowIntermediate();
			return false;
		}
		await this.#checkPlaced(client);
		this.#temporaryFiles.remove(this.#from);
		return true;
	}
	/** RNFR and RNTO; returns the refusal of the latter. */
	async #place(client) {
		await this.#begin(client);
		this.#step = "placing";
		if (!this.#isLastCopy) this.#temporaryFiles.mayExist(this.#from);
		return this.#evaluate(await client.renameTo(this.#placement.to));
	}
	#evaluate(refusal) {
		if (refusal === void 0) {
			this.#replacedInOneStep = this.#from === this.#placement.from;
			this.#temporaryFiles.remove(this.#from);
			return;
		}
		if (refusal.isTransient) throw refusal;
		this.#step = "begin";
		if (!this.#isLastCopy) this.#temporaryFiles.exists(this.#from);
		return refusal;
	}
	async #begin(client) {
		const refusal = await client.renameFrom(this.#from);
		if (refusal === void 0) return;
		if (refusal.isTransient) throw refusal;
		throw new PublishError("The server does not let the uploaded file be renamed", refusal);
	}
	async #moveToIntermediate(client, because) {
		if (this.#from === this.#placement.intermediate) return;
		await this.#begin(client);
		this.#step = "moving-aside";
		this.#temporaryFiles.mayExist(this.#placement.intermediate);
		const refusal = await client.renameTo(this.#placement.intermediate);
		if (refusal?.isTransient === true) throw refusal;
		this.#step = "begin";
		if (refusal !== void 0) throw new PublishError("The server does not let the uploaded file be renamed", because);
		this.#isNowIntermediate();
	}
	#isNowIntermediate() {
		this.#temporaryFiles.remove(this.#from);
		this.#from = this.#placement.intermediate;
		this.#temporaryFiles.exists(this.#from);
		this.#step = "begin";
	}
	/** Deletes the old file. A refusal is not the last word: the file may be gone, and the place free. */
	async #removeOld(client) {
		const refusal = await client.delete(this.#placement.to);
		if (refusal?.isTransient === true) throw refusal;
		if (refusal !== void 0) return;
		this.#isLastCopy = true;
		this.#temporaryFiles.retain(this.#from);
		this.#notices.once("This server does not rename over an existing file: the old files were deleted first, so for a moment they were missing.");
	}
	async #checkPlaced(client) {
		const { to, sizeBytes } = this.#placement;
		const size = await client.size(to).catch((error) => {
			if (error instanceof ReplyError && !error.isTransient) return -1;
			throw error;
		});
		if (size === void 0 || size === sizeBytes) return;
		throw new VerificationError(to, "after a lost reply to RNTO neither name holds the file");
	}
};
// src/deploy/results.ts
/** A planned file to which nothing has happened. */
function pendingResult(file) {
	return {
		...file,
		status: "pending",
		milliseconds: 0,
		attempts: 0,
		verified: "none"
	};
}
/**
* A file that is on the server, in its place. Written out member by member: a copy of copies takes a third more memory,
* and this is what is held of each file until the end.
*/
function uploadedResult(file, { sha256, verified }) {
	const { localPath, remotePath, sizeBytes, modifiedMs, attempts } = file;
	return {
		localPath,
		remotePath,
		sizeBytes,
		modifiedMs,
		status: "uploaded",
		sha256,
		milliseconds: Math.round(file.milliseconds),
		attempts,
		verified
	};
}
/** Adds up the files of one status. */
function total(files, status) {
	const chosen = files.filter((file) => file.status === status);
	return {
		files: chosen.length,
		bytes: chosen.reduce((sum, file) => sum + file.sizeBytes, 0)
	};
}
// src/deploy/file/file-job.ts
/** One file of a run: its upload, and where a temporary name is used, its rename. Remembers how far it has come. */
var FileJob = class {
	index;
	#temporaryFiles;
	/** Undefined once the file has arrived. */
	#upload;
	#temporaryPath;
	#rename;
	#arrived;
	#result;
	constructor(file, index, options) {
		this.index = index;
		this.#result = pendingResult(file);
		this.#temporaryFiles = options.temporaryFiles;
		const final = wirePath(file.remotePath);
		if (options.publish === "direct") {
			this.#upload = new FileUpload(file, final, false, options);
			return;
		}
		const from = wirePath(options.names.beside(file.remotePath));
		const aside = wirePath(options.names.beside(file.remotePath));
		this.#temporaryPath = from;
		this.#upload = new FileUpload(file, from, true, options);
		this.#rename = new Rename({
			from,
			to: final,
			sizeBytes: file.sizeBytes,
			intermediate: aside
		}, options);
	}
	/** What has become of the file so far. */
	get result() {
		return this.#result;
	}
	/**
	* Brings the file to the server: under its final name, or under a temporary one.
	*
	* @param company.publish - A job whose rename may travel together with this upload.
	*/
	async upload(client, company) {
		if (this.#upload === void 0) return;
		this.#result = {
			...this.#result,
			attempts: this.#result.attempts + 1
		};
		if (this.#temporaryPath !== void 0) this.#temporaryFiles.mayExist(this.#temporaryPath);
		const { moreUploads } = company;
		const rename = company.publish?.pipelineRename(client);
		this.#arrived = await this.#upload.attempt(client, {
			moreUploads,
			rename
		});
		this.#upload = void 0;
		if (this.#temporaryPath !== void 0) this.#temporaryFiles.exists(this.#temporaryPath);
	}
	/** The rename that puts the file in its place in one go, where nothing speaks against it. */
	pipelineRename(client) {
		return this.#rename?.pipeline(client);
	}
	/** Whether that rename was sent, and nobody has looked yet what came of it. */
	get isRenameInFlight() {
		return this.#rename?.isInFlight === true;
	}
	/** Whether the server has renamed the file right over the old one. */
	get replacedInOneStep() {
		return this.#rename?.replacedInOneStep === true;
	}
	/** Whether the uploaded file is in its place: with `direct`, or by a rename that was sent ahead. */
	async isInPlace() {
		return this.#rename === void 0 || await this.#rename.awaitPipelined();
	}
	/** Puts the file in its place. */
	async publish(client) {
		await this.#rename?.attempt(client);
	}
	addTime(milliseconds) {
		this.#result = {
			...this.#result,
			milliseconds: this.#result.milliseconds + milliseconds
		};
	}
	/** The file is on the server, under its final name. */
	succeed() {
		if (this.#arrived !== void 0) this.#result = uploadedResult(this.#result, this.#arrived);
	}
	/** The file has failed for good; one that was never tried is still pending. */
	fail(error) {
		if (this.#result.attempts > 0) this.#result = {
			...this.#result,
			status: "failed",
			error
		};
	}
};
// src/deploy/job-queue.ts
/**
* The jobs of a run, in planned order, to be gone through once. A job is made when its turn comes, and let go some time
* after its file has met its fate: of a hundred thousand files little more than the results is held.
*/
var JobQueue = class {
	#files;
	#options;
	#results = [];
	/** Jobs whose turn has come, behind those whose results are held. */
	#open = [];
	constructor(files, options) {
		this.#files = files;
		this.#options = options;
	}
	/** How many there are. */
	get count() {
		return this.#files.length;
	}
	*[Symbol.iterator]() {
		for (const [index, file] of this.#files.entries()) {
			this.#letGo();
			const job = new FileJob(file, index, this.#options);
			this.#open.push(job);
			yield job;
		}
	}
	/** What has become of every file so far. */
	get results() {
		const begun = [...this.#results, ...this.#open.map((job) => job.result)];
		return [...begun, ...this.#files.slice(begun.length).map(pendingResult)];
	}
	#letGo() {
		for (let [job] = this.#open; job !== void 0; [job] = this.#open) {
			if (job.result.status === "pending") return;
			this.#results.push(job.result);
			this.#open.shift();
		}
	}
};
// src/deploy/retry.ts
const longestPauseMs = 6e4;
const serviceNotAvailable = 421;
const busyServerFactor = 5;
/**
* Runs `attempt` until it succeeds, fails for good or has been tried often enough; the last error is thrown.
*
* @throws The signal's reason when it is aborted, at once also during a pause.
*/
async function withRetries(options, attempt) {
	const { policy, signal } = options;
	let number = 1;
	for (;;) {
		signal.throwIfAborted();
		try {
			return await attempt();
		} catch (thrown) {
			const error = thrown;
			signal.throwIfAborted();
			const isForgiven = options.isForgiven?.(error) === true;
			if (number > policy.retries && !isForgiven || !options.isTransient(error)) throw error;
			const waitMs = pauseBefore(number, error, policy);
			if (!isForgiven) number += 1;
			options.onRetry(error, waitMs);
			await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_4__.setTimeout)(waitMs, void 0, { signal }).catch(() => void 0);
		}
	}
}
/**
* Milliseconds to wait before retry number `retry`: doubled each time, longer for a server that has no room (421), and
* somewhere between half and all of that, so that runs that failed together do not come back together.
*/
function pauseBefore(retry, error, policy, random = Math.random) {
	const factor = error instanceof ReplyError && error.reply.code === serviceNotAvailable ? busyServerFactor : 1;
	const longest = Math.min(policy.firstPauseMs * factor * 2 ** (retry - 1), longestPauseMs);
	return Math.round(longest * (.5 + random() / 2));
}
/**
* Whether a file is worth another try: after 4yz, a reset, an early end, a time-out, a reply that leaves the session
* in doubt, or an upload that arrived wrong. Never after 5yz, a certificate or a local file.
*/
function isTransient(error) {
	if (error instanceof ReplyError) return error.isTransient;
	if (error instanceof ConnectionError) return error.connection === "data" || mayRecover(error);
	return error instanceof TimeoutError || error instanceof ConnectionLostError || error instanceof ProtocolError || error instanceof VerificationError;
}
/**
* Whether connecting is worth another try. What refuses the very first connection is a wrong port or a server that is
* down; one that has been there before may come back. What speaks no FTP will not learn it, and what refuses our TLS or
* our client certificate will do so again.
*/
function isTransientAtConnect(error, wasConnected) {
	if (error instanceof ProtocolError) return false;
	if (error instanceof ConnectionLostError && error.isAlert) return false;
	if (error instanceof ConnectionError && error.reason === "ECONNREFUSED") return wasConnected;
	return isTransient(error);
}
function mayRecover(error) {
	return ![
		"ENOTFOUND",
		"EACCES",
		"EPERM",
		"EINVAL"
	].includes(error.reason);
}
// src/deploy/job-runner.ts
/** Does work on the session's connection, again after transient faults, and tells how it ended. */
var JobRunner = class {
	#session;
	#options;
	#observer;
	#onRetry;
	/** @param onRetry - Makes the listener for retries of the work that is named. */
	constructor(session, options, observer, onRetry) {
		this.#session = session;
		this.#options = options;
		this.#observer = observer;
		this.#onRetry = onRetry;
	}
	/** Whether nothing further can be done: no connection is to be had, or the run is cancelled. */
	get isOver() {
		return this.#session.hasGivenUp || this.#options.signal.aborted;
	}
	/** The connected client, where it may send commands before earlier ones have been answered. */
	get pipeliningClient() {
		const client = this.isOver ? void 0 : this.#session.client;
		return client?.pipeliningMode === "off" ? void 0 : client;
	}
	/**
	* Does work, with retries.
	*
	* @param what - Names the work when it is tried again.
	* @throws The error of the last attempt.
	*/
	async attempt(what, work) {
		const { retry: policy, signal } = this.#options;
		await withRetries({
			policy,
			signal,
			isTransient: (error) => !this.#session.hasGivenUp && isTransient(error),
			isForgiven: () => this.#session.allowFreeRetry(),
			onRetry: this.#onRetry(what)
		}, async () => work(await this.#session.connect(signal)));
	}
	/** Does a part of a file's work, with its retries; returns the error that is left in the end. */
	async run(job, work) {
		const started = performance.now();
		try {
			await this.attempt(job.result.remotePath, work);
			return;
		} catch (error) {
			job.fail(error);
			return error;
		} finally {
			job.addTime(performance.now() - started);
		}
	}
	/** Puts a file in its place, if that has not been done together with another upload; returns the error. */
	async publish(job) {
		const error = await job.isInPlace() ? void 0 : await this.run(job, (client) => job.publish(client));
		if (error === void 0) job.succeed();
		this.notifyDone(job);
		return error;
	}
	notifyStaged({ result, index }) {
		this.#observer.fileStaged(result, index);
	}
	/** A file that was not reached because no connection could be made has no end to tell. */
	notifyDone({ result, index }) {
		if (result.status !== "pending") this.#observer.fileDone(result, index);
	}
};
// src/deploy/file/temporary-files.ts
/** The temporary files that may be on the server, so that none is forgotten there. */
var TemporaryFiles = class {
	#paths = /* @__PURE__ */ new Map();
	/** A file of this name may come into being, or may have gone. */
	mayExist(path) {
		this.#paths.set(path, "possible");
	}
	/** The server has confirmed a file of this name. */
	exists(path) {
		this.#paths.set(path, "certain");
	}
	/** The file is the only copy of what it holds: it must not be removed, and not be forgotten. */
	retain(path) {
		this.#paths.set(path, "kept");
	}
	/** The file is in its place. */
	remove(path) {
		this.#paths.delete(path);
	}
	get paths() {
		return [...this.#paths.keys()];
	}
	/** Whether there may be something to remove. */
	get hasRemovable() {
		return [...this.#paths.values()].some((existence) => existence !== "kept");
	}
	/**
	* Deletes all of them but those that must be kept. One that the server refuses to delete for good stays on the list if it is there: an account
	* may be allowed to upload and nothing else.
	*
	* @throws {@link ReplyError} when the server refuses some of them only for now.
	*/
	async deleteFrom(client) {
		let transient;
		for (const [path, existence] of [...this.#paths]) {
			if (existence === "kept") continue;
			const refusal = await client.delete(path);
			if (refusal?.isTransient === true) transient ??= refusal;
			else if (refusal === void 0 || !await existsOn(client, path, existence)) this.remove(path);
		}
		if (transient !== void 0) throw transient;
	}
};
async function existsOn(client, path, existence) {
	try {
		return await client.size(path) !== void 0 || existence === "certain";
	} catch (error) {
		if (error instanceof ReplyError && !error.isTransient) return false;
		throw error;
	}
}
// src/deploy/once-notifier.ts
/** Tells things that hold for the whole run, each of them once. */
var OnceNotifier = class {
	#tell;
	#told = /* @__PURE__ */ new Set();
	constructor(tell) {
		this.#tell = tell;
	}
	once(text) {
		if (this.#told.has(text)) return;
		this.#told.add(text);
		this.#tell(text);
	}
};
// src/deploy/connection.ts
/**
* The one session with the server: connects, logs in, and does so again when the control connection is gone or cannot
* be trusted any more. Never more than one control connection at a time.
*/
var Connection = class {
	#target;
	#policy;
	#observer;
	#onRetry;
	#earlier = {
		total: 0,
		resumed: 0
	};
	#client;
	#last;
	#connectError;
	#pipelining = true;
	#controlConnections = 0;
	constructor(target, options, observer) {
		this.#target = target;
		this.#policy = options.policy;
		this.#onRetry = options.onRetry;
		this.#observer = observer;
	}
	/** Whether connecting has failed for good: a refused login, a bad certificate, or all retries used up. */
	get hasGivenUp() {
		return this.#connectError !== void 0;
	}
	/**
	* Whether the connection may have broken because commands were sent before earlier ones had been answered. That is
	* given up then, so the fault is forgiven once.
	*/
	allowFreeRetry() {
		if (!this.#pipelining || this.#last?.brokeWhilePipelining !== true) return false;
		this.#pipelining = false;
		return true;
	}
	/** The client, if it is connected and logged in and its control connection can be used. */
	get client() {
		return this.#client?.failure === void 0 ? this.#client : void 0;
	}
	/**
	* The live client, or a new one.
	*
	* @throws What opening and logging in throw; a refused login (530) and a bad certificate at once, transient faults
	*   when the retries are used up.
	*/
	async connect(signal) {
		if (this.client !== void 0) return this.client;
		if (this.#connectError !== void 0) throw this.#connectError;
		this.#detach();
		const isTransient = (error) => isTransientAtConnect(error, this.#controlConnections > 0);
		const isForgiven = () => this.allowFreeRetry();
		const options = {
			policy: this.#policy,
			signal,
			isTransient,
			isForgiven,
			onRetry: this.#onRetry
		};
		try {
			return await withRetries(options, () => this.#open(signal));
		} catch (error) {
			if (!signal.aborted) this.#connectError = error;
			throw error;
		}
	}
	/** Breaks a transfer off that is under way, so that the control connection is free again. */
	abortTransfer(reason) {
		this.#last?.abortTransfer(reason);
	}
	/** Ends the control connection at once; whoever waits gets the reason. */
	destroy(reason) {
		this.#last?.destroy(reason);
	}
	/** Ends the session politely, if there is one. */
	async quit(waitMs) {
		await this.client?.quit(waitMs);
		this.#detach();
	}
	/** What there is to say of the connection, from all the control connections that it took. */
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
			...loginDirectory === void 0 ? {} : { loginDirectory }
		};
	}
	async #open(signal) {
		const { username, password } = this.#target;
		const client = await FtpsClient.open({
			...this.#target,
			secrets: [password],
			pipelining: this.#pipelining,
			signal,
			onDialogue: (line) => {
				this.#observer.dialogue(line);
			}
		});
		this.#controlConnections += 1;
		this.#last = client;
		try {
			this.#observer.connected(client.tls, client.greeting);
			await client.login(username, password);
		} catch (error) {
			await client.quit();
			throw error;
		}
		this.#client = client;
		this.#observer.loggedIn();
		return client;
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
// src/deploy/failure-policy.ts
const maxConsecutiveFailures = 3;
/**
* Whether to try the next file after one has failed. What concerns one file alone (its name is refused, it cannot be
* read) must not keep the others from the server; what concerns all of them ends the run: a full disk, a rename that is
* not allowed, several failures in a row.
*/
function shouldContinue(error, failuresInARow) {
	if (failuresInARow >= maxConsecutiveFailures) return false;
	if (error instanceof LocalFileError || error instanceof VerificationError) return true;
	if (error instanceof ReplyError) return concernsOneFile(error);
	return !(error instanceof PublishError) && isTransient(error);
}
function concernsOneFile(error) {
	return ["STOR", "APPE"].includes(error.verb) && [
		501,
		504,
		550,
		553
	].includes(error.reply.code);
}
// src/deploy/single-uploads.ts
/**
* Uploads files one after the other, each in its place before the next is in its own.
*
* The rename of a file travels together with the next upload, once a first one has shown that the server renames
* without further ado. It is sent only when its own file has arrived and been verified.
*/
var SingleUploads = class {
	#runner;
	#jobs;
	#firstError;
	#failuresInARow = 0;
	#renamesAreProven = false;
	constructor(runner, jobs) {
		this.#runner = runner;
		this.#jobs = jobs;
	}
	/** @returns The first error of a file. */
	async run() {
		let arrived;
		for (const job of this.#jobs) {
			const moreUploads = job.index < this.#jobs.count - 1;
			const company = {
				publish: arrived,
				moreUploads
			};
			const error = await this.#runner.run(job, (client) => job.upload(client, company));
			if (arrived !== void 0 && !await this.#publish(arrived)) {
				if (error === void 0 && this.#firstError !== void 0) job.fail(this.#firstError);
				this.#runner.notifyDone(job);
				return this.#firstError;
			}
			arrived = void 0;
			if (error !== void 0) {
				this.#runner.notifyDone(job);
				if (!this.#takesFailure(error)) break;
			} else if (this.#mayWait(moreUploads)) arrived = job;
			else if (!await this.#publish(job)) break;
		}
		return this.#firstError;
	}
	#mayWait(moreUploads) {
		return moreUploads && this.#renamesAreProven && this.#runner.pipeliningClient !== void 0;
	}
	/** Returns whether to go on. */
	async #publish(job) {
		const error = await this.#runner.publish(job);
		if (error !== void 0) return this.#takesFailure(error);
		this.#failuresInARow = 0;
		this.#renamesAreProven = job.replacedInOneStep;
		return true;
	}
	/** Returns whether to go on. */
	#takesFailure(error) {
		this.#firstError ??= error;
		this.#failuresInARow += 1;
		return !this.#runner.isOver && shouldContinue(error, this.#failuresInARow);
	}
};
// src/deploy/publish-order.ts
/**
* The order in which staged files get their final names: as planned, but `index.html` files last, and only when all
* others are in their places, so that a page that readers start from never refers to what is not there yet.
*/
function publishOrder(items, remotePathOf) {
	const isIndex = (item) => remotePathOf(item).split("/").at(-1) === "index.html";
	return [items.filter((item) => !isIndex(item)), items.filter(isIndex)];
}
// src/deploy/staged-uploads.ts
/** As many as may fit one write, with short names. */
const mostTogether = 64;
/**
* Uploads all files under temporary names first, then renames all of them in one go.
*
* The renames travel together, many in one write, once a first one has shown that the server renames without further
* ado: readers see a mixture of old and new for as short a time as can be.
*/
var StagedUploads = class {
	#runner;
	#jobs;
	#onPublish;
	/** @param onPublish - Told when everything has arrived. */
	constructor(runner, jobs, onPublish) {
		this.#runner = runner;
		this.#jobs = jobs;
		this.#onPublish = onPublish;
	}
	/** @returns The first error of a file, which ends the run. */
	async run() {
		const arrived = [];
		for (const job of this.#jobs) {
			const moreUploads = job.index < this.#jobs.count - 1;
			const error = await this.#runner.run(job, (client) => job.upload(client, { moreUploads }));
			if (error === void 0) this.#runner.notifyStaged(job);
			else this.#runner.notifyDone(job);
			if (error !== void 0) return error;
			arrived.push(job);
		}
		this.#onPublish();
		for (const group of publishOrder(arrived, ({ result }) => result.remotePath)) {
			const error = await this.#publish(group);
			if (error !== void 0) return error;
		}
	}
	async #publish(jobs) {
		let areProven = false;
		for (const [index, job] of jobs.entries()) {
			if (areProven) this.#sendAhead(jobs.slice(index, index + mostTogether));
			const error = await this.#runner.publish(job);
			if (error !== void 0) {
				await this.#settle(jobs.slice(index + 1), error);
				return error;
			}
			areProven = job.replacedInOneStep;
		}
	}
	/** Sends the next renames, unless the first of them is under way from the last time. */
	#sendAhead(jobs) {
		const client = this.#runner.pipeliningClient;
		if (client === void 0 || jobs[0]?.isRenameInFlight === true) return;
		const renames = jobs.map((job) => job.pipelineRename(client));
		client.sendRenames(renames.filter((rename) => rename !== void 0));
	}
	/** A rename has failed for good: tells what became of those that were sent with it. */
	async #settle(jobs, error) {
		for (const job of jobs) {
			if (!job.isRenameInFlight) continue;
			if (await job.isInPlace()) job.succeed();
			else job.fail(error);
			this.#runner.notifyDone(job);
		}
	}
};
// src/deploy/file/temporary-names.ts
const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
/** Names for files that are not published yet: hidden, short, in the directory of the file, and of this run alone. */
var TemporaryNames = class {
	#run = Array.from({ length: 6 }, () => alphabet[(0,node_crypto__WEBPACK_IMPORTED_MODULE_2__.randomInt)(36)]).join("");
	#count = 0;
	/** A new name beside `remotePath`. */
	beside(remotePath) {
		this.#count += 1;
		return `${remotePath.slice(0, remotePath.lastIndexOf("/") + 1)}.up-${this.#run}-${this.#count.toString(36)}`;
	}
};
// src/deploy/deployment.ts
/** Milliseconds after a cancellation, which must end within 5 s, up to which something may still happen. */
const afterCancellation$1 = {
	/** The server may answer to the transfer's being broken off. */
	answerMs: 1500,
	/** A lost connection may be made again, to remove what is temporary. */
	cleanUpMs: 3500,
	/** Longest wait for the answer to QUIT. */
	quitMs: 500
};
/** One deployment, from the connection to what is cleaned up behind it. */
var Deployment = class {
	#plan;
	#options;
	#observer;
	#session;
	#runner;
	#temporaryFiles = new TemporaryFiles();
	#jobs;
	#retries = 0;
	#cancelledAt;
	constructor(plan, target, options, observer) {
		this.#plan = plan;
		this.#options = options;
		this.#observer = observer;
		const onRetry = this.#retryListener("The connection");
		this.#session = new Connection(target, {
			policy: options.retry,
			onRetry
		}, observer);
		this.#runner = new JobRunner(this.#session, options, observer, (what) => this.#retryListener(what));
		const shared = {
			...options,
			temporaryFiles: this.#temporaryFiles,
			names: new TemporaryNames(),
			notices: new OnceNotifier((text) => {
				observer.notice(text);
			}),
			onProgress: (file, bytesSent) => {
				observer.fileProgress(file, bytesSent);
			}
		};
		this.#jobs = new JobQueue(plan.uploads, shared);
	}
	/** What has become of everything so far. */
	get outcome() {
		return {
			files: this.#jobs.results,
			connection: this.#session.info,
			retries: this.#retries,
			remainingTemporaryFiles: this.#temporaryFiles.paths
		};
	}
	/**
	* Connects, makes the directories, uploads and publishes.
	*
	* @returns The first error of a file.
	* @throws What keeps all files from the server.
	*/
	async run() {
		const { signal, verifyUploads: verify, publish } = this.#options;
		signal.throwIfAborted();
		this.#observer.phase("connect");
		const client = await this.#session.connect(signal);
		if (verify === "checksum" && client.checksumMethod === void 0) throw new NoChecksumError();
		this.#observer.phase("directories");
		await this.#runner.attempt("The directories", async (live) => {
			const { created: made, existing } = await createDirectories(live, this.#plan);
			this.#observer.directoriesReady(made, existing);
		});
		this.#observer.phase("upload");
		if (publish !== "staged") return await new SingleUploads(this.#runner, this.#jobs).run();
		const onPublish = () => {
			this.#observer.phase("publish");
		};
		return await new StagedUploads(this.#runner, this.#jobs, onPublish).run();
	}
	/** Removes what is temporary, on a new connection if need be, and says goodbye. Never throws. */
	async cleanUp() {
		const isCancelled = this.#cancelledAt !== void 0;
		if (this.#temporaryFiles.hasRemovable && !this.#session.hasGivenUp) {
			const signal = isCancelled ? AbortSignal.timeout(this.#msUntil(afterCancellation$1.cleanUpMs)) : new AbortController().signal;
			const options = {
				policy: this.#options.retry,
				signal,
				isForgiven: (error) => isCancelled && error === this.#options.signal.reason,
				isTransient: (error) => isTransient(error) || options.isForgiven(error),
				onRetry: this.#retryListener("Removing temporary files")
			};
			await withRetries(options, async () => {
				await this.#temporaryFiles.deleteFrom(await this.#session.connect(signal));
			}).catch(() => void 0);
		}
		await this.#session.quit(isCancelled ? afterCancellation$1.quitMs : void 0);
	}
	/** Breaks off what is under way as soon as the signal is aborted. */
	listenForCancellation() {
		const { signal } = this.#options;
		const timers = [];
		const onAbort = () => {
			this.#cancelledAt = performance.now();
			const reason = signal.reason;
			this.#session.abortTransfer(reason);
			for (const ms of [afterCancellation$1.answerMs, afterCancellation$1.cleanUpMs]) timers.push(setTimeout(() => {
				this.#session.destroy(reason);
			}, ms));
		};
		signal.addEventListener("abort", onAbort);
		return { [Symbol.dispose]() {
			signal.removeEventListener("abort", onAbort);
			for (const timer of timers) clearTimeout(timer);
		} };
	}
	#retryListener(what) {
		return (error, pauseMs) => {
			this.#retries += 1;
			this.#observer.retrying(what, error, pauseMs);
		};
	}
	#msUntil(afterMs) {
		const since = performance.now() - (this.#cancelledAt ?? 0);
		return Math.max(Math.round(afterMs - since), 0);
	}
};
// src/deploy/deploy.ts
/**
* Carries out a plan over one control connection, one file after another. Never throws for what goes wrong on the way:
* the result says what became of every file, and holds the first error.
*/
async function deploy(plan, target, options, observer) {
	const started = performance.now();
	const deployment = new Deployment(plan, target, options, observer);
	using _cancellation = deployment.listenForCancellation();
	let failure;
	try {
		failure = await deployment.run();
	} catch (error) {
		failure = error;
	}
	await deployment.cleanUp();
	const { signal } = options;
	const error = signal.aborted ? cancellation(signal) : failure;
	return {
		...deployment.outcome,
		milliseconds: performance.now() - started,
		...error === void 0 ? {} : { error }
	};
}
function cancellation(signal) {
	return signal.reason instanceof Error ? signal.reason : new CancelledError("unknown");
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
	process.stdout.write(cmd.toString() + os__WEBPACK_IMPORTED_MODULE_7__.EOL);
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
	if (!fs__WEBPACK_IMPORTED_MODULE_9__.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
	fs__WEBPACK_IMPORTED_MODULE_9__.appendFileSync(filePath, `${toCommandValue(message)}${os__WEBPACK_IMPORTED_MODULE_7__.EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	const delimiter = `ghadelimiter_${crypto__WEBPACK_IMPORTED_MODULE_8__.randomUUID()}`;
	const convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${os__WEBPACK_IMPORTED_MODULE_7__.EOL}${convertedValue}${os__WEBPACK_IMPORTED_MODULE_7__.EOL}${delimiter}`;
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
const { access, appendFile, writeFile } = fs__WEBPACK_IMPORTED_MODULE_9__.promises;
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
				yield access(pathFromEnv, fs__WEBPACK_IMPORTED_MODULE_9__.constants.R_OK | fs__WEBPACK_IMPORTED_MODULE_9__.constants.W_OK);
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
		return this.addRaw(os__WEBPACK_IMPORTED_MODULE_7__.EOL);
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
os__WEBPACK_IMPORTED_MODULE_7__.platform();
os__WEBPACK_IMPORTED_MODULE_7__.arch();
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
	process.stdout.write(os__WEBPACK_IMPORTED_MODULE_7__.EOL);
	issueCommand("set-output", { name }, toCommandValue(value));
}
/**
* Sets the action status to failed.
* When the action exits it will be with an exit code of 1
* @param message add error issue message
*/
function setFailed(message) {
	process.exitCode = ExitCode.Failure;
	error(message);
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
	process.stdout.write(message + os__WEBPACK_IMPORTED_MODULE_7__.EOL);
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
	let result = path__WEBPACK_IMPORTED_MODULE_10__.dirname(p);
	if (IS_WINDOWS$4 && /^\\\\[^\\]+\\[^\\]+\\$/.test(result)) result = safeTrimTrailingSeparator(result);
	return result;
}
/**
* Roots the path if not already rooted. On Windows, relative roots like `\`
* or `C:` are expanded based on the current working directory.
*/
function ensureAbsoluteRoot(root, itemPath) {
	assert__WEBPACK_IMPORTED_MODULE_11__(root, `ensureAbsoluteRoot parameter 'root' must not be empty`);
	assert__WEBPACK_IMPORTED_MODULE_11__(itemPath, `ensureAbsoluteRoot parameter 'itemPath' must not be empty`);
	if (hasAbsoluteRoot(itemPath)) return itemPath;
	if (IS_WINDOWS$4) {
		if (itemPath.match(/^[A-Z]:[^\\/]|^[A-Z]:$/i)) {
			let cwd = process.cwd();
			assert__WEBPACK_IMPORTED_MODULE_11__(cwd.match(/^[A-Z]:\\/i), `Expected current directory to start with an absolute drive root. Actual '${cwd}'`);
			if (itemPath[0].toUpperCase() === cwd[0].toUpperCase()) {
				if (itemPath.length === 2) return `${itemPath[0]}:\\${cwd.substr(3)}`;
				else {
					if (!cwd.endsWith("\\")) cwd += "\\";
					return `${itemPath[0]}:\\${cwd.substr(3)}${itemPath.substr(2)}`;
				}
			} else return `${itemPath[0]}:\\${itemPath.substr(2)}`;
		} else if (normalizeSeparators(itemPath).match(/^\\$|^\\[^\\]/)) {
			const cwd = process.cwd();
			assert__WEBPACK_IMPORTED_MODULE_11__(cwd.match(/^[A-Z]:\\/i), `Expected current directory to start with an absolute drive root. Actual '${cwd}'`);
			return `${cwd[0]}:\\${itemPath.substr(1)}`;
		}
	}
	assert__WEBPACK_IMPORTED_MODULE_11__(hasAbsoluteRoot(root), `ensureAbsoluteRoot parameter 'root' must have an absolute root`);
	if (root.endsWith("/") || IS_WINDOWS$4 && root.endsWith("\\")) {} else root += path__WEBPACK_IMPORTED_MODULE_10__.sep;
	return root + itemPath;
}
/**
* On Linux/macOS, true if path starts with `/`. On Windows, true for paths like:
* `\\hello\share` and `C:\hello` (and using alternate separator).
*/
function hasAbsoluteRoot(itemPath) {
	assert__WEBPACK_IMPORTED_MODULE_11__(itemPath, `hasAbsoluteRoot parameter 'itemPath' must not be empty`);
	itemPath = normalizeSeparators(itemPath);
	if (IS_WINDOWS$4) return itemPath.startsWith("\\\\") || /^[A-Z]:\\/i.test(itemPath);
	return itemPath.startsWith("/");
}
/**
* On Linux/macOS, true if path starts with `/`. On Windows, true for paths like:
* `\`, `\hello`, `\\hello\share`, `C:`, and `C:\hello` (and using alternate separator).
*/
function hasRoot(itemPath) {
	assert__WEBPACK_IMPORTED_MODULE_11__(itemPath, `isRooted parameter 'itemPath' must not be empty`);
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
	if (!p.endsWith(path__WEBPACK_IMPORTED_MODULE_10__.sep)) return p;
	if (p === path__WEBPACK_IMPORTED_MODULE_10__.sep) return p;
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
const path = {
	win32: { sep: "\\" },
	posix: { sep: "/" }
};
minimatch.sep = defaultPlatform === "win32" ? path.win32.sep : path.posix.sep;
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
			assert__WEBPACK_IMPORTED_MODULE_11__(itemPath, `Parameter 'itemPath' must not be empty`);
			itemPath = safeTrimTrailingSeparator(itemPath);
			if (!hasRoot(itemPath)) this.segments = itemPath.split(path__WEBPACK_IMPORTED_MODULE_10__.sep);
			else {
				let remaining = itemPath;
				let dir = dirname(remaining);
				while (dir !== remaining) {
					const basename = path__WEBPACK_IMPORTED_MODULE_10__.basename(remaining);
					this.segments.unshift(basename);
					remaining = dir;
					dir = dirname(remaining);
				}
				this.segments.unshift(remaining);
			}
		} else {
			assert__WEBPACK_IMPORTED_MODULE_11__(itemPath.length > 0, `Parameter 'itemPath' must not be an empty array`);
			for (let i = 0; i < itemPath.length; i++) {
				let segment = itemPath[i];
				assert__WEBPACK_IMPORTED_MODULE_11__(segment, `Parameter 'itemPath' must not contain any empty segments`);
				segment = normalizeSeparators(itemPath[i]);
				if (i === 0 && hasRoot(segment)) {
					segment = safeTrimTrailingSeparator(segment);
					assert__WEBPACK_IMPORTED_MODULE_11__(segment === dirname(segment), `Parameter 'itemPath' root segment contains information for multiple segments`);
					this.segments.push(segment);
				} else {
					assert__WEBPACK_IMPORTED_MODULE_11__(!segment.includes(path__WEBPACK_IMPORTED_MODULE_10__.sep), `Parameter 'itemPath' contains unexpected path separators`);
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
		let skipSlash = result.endsWith(path__WEBPACK_IMPORTED_MODULE_10__.sep) || IS_WINDOWS$2 && /^[A-Z]:$/i.test(result);
		for (let i = 1; i < this.segments.length; i++) {
			if (skipSlash) skipSlash = false;
			else result += path__WEBPACK_IMPORTED_MODULE_10__.sep;
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
			assert__WEBPACK_IMPORTED_MODULE_11__(segments.length, `Parameter 'segments' must not empty`);
			const root = Pattern.getLiteral(segments[0]);
			assert__WEBPACK_IMPORTED_MODULE_11__(root && hasAbsoluteRoot(root), `Parameter 'segments' first element must be a root path`);
			pattern = new Path(segments).toString().trim();
			if (patternOrNegate) pattern = `!${pattern}`;
		}
		while (pattern.startsWith("!")) {
			this.negate = !this.negate;
			pattern = pattern.substr(1).trim();
		}
		pattern = Pattern.fixupPattern(pattern, homedir);
		this.segments = new Path(pattern).segments;
		this.trailingSeparator = normalizeSeparators(pattern).endsWith(path__WEBPACK_IMPORTED_MODULE_10__.sep);
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
			if (!itemPath.endsWith(path__WEBPACK_IMPORTED_MODULE_10__.sep) && this.isImplicitPattern === false) itemPath = `${itemPath}${path__WEBPACK_IMPORTED_MODULE_10__.sep}`;
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
		assert__WEBPACK_IMPORTED_MODULE_11__(pattern, "pattern cannot be empty");
		const literalSegments = new Path(pattern).segments.map((x) => Pattern.getLiteral(x));
		assert__WEBPACK_IMPORTED_MODULE_11__(literalSegments.every((x, i) => (x !== "." || i === 0) && x !== ".."), `Invalid pattern '${pattern}'. Relative pathing '.' and '..' is not allowed.`);
		assert__WEBPACK_IMPORTED_MODULE_11__(!hasRoot(pattern) || literalSegments[0], `Invalid pattern '${pattern}'. Root segment must not contain globs.`);
		pattern = normalizeSeparators(pattern);
		if (pattern === "." || pattern.startsWith(`.${path__WEBPACK_IMPORTED_MODULE_10__.sep}`)) pattern = Pattern.globEscape(process.cwd()) + pattern.substr(1);
		else if (pattern === "~" || pattern.startsWith(`~${path__WEBPACK_IMPORTED_MODULE_10__.sep}`)) {
			homedir = homedir || os__WEBPACK_IMPORTED_MODULE_7__.homedir();
			assert__WEBPACK_IMPORTED_MODULE_11__(homedir, "Unable to determine HOME directory");
			assert__WEBPACK_IMPORTED_MODULE_11__(hasAbsoluteRoot(homedir), `Expected HOME directory to be a rooted path. Actual '${homedir}'`);
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
					yield __await(fs__WEBPACK_IMPORTED_MODULE_9__.promises.lstat(searchPath));
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
				if (options.excludeHiddenFiles && path__WEBPACK_IMPORTED_MODULE_10__.basename(item.path).match(/^\./)) continue;
				if (stats.isDirectory()) {
					if (match & MatchKind.Directory && options.matchDirectories) yield yield __await(item.path);
					else if (!partialMatch$1) continue;
					const childLevel = item.level + 1;
					const childItems = (yield __await(fs__WEBPACK_IMPORTED_MODULE_9__.promises.readdir(item.path))).map((x) => new SearchState(path__WEBPACK_IMPORTED_MODULE_10__.join(item.path, x), childLevel));
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
				stats = yield fs__WEBPACK_IMPORTED_MODULE_9__.promises.stat(item.path);
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
			else stats = yield fs__WEBPACK_IMPORTED_MODULE_9__.promises.lstat(item.path);
			if (stats.isDirectory() && options.followSymbolicLinks) {
				const realPath = yield fs__WEBPACK_IMPORTED_MODULE_9__.promises.realpath(item.path);
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
// src/deploy/small-heap.ts
/**
* Chooses whether V8 cleans its heap up early or lets it grow.
*
* Of a file nothing is needed for long but its result, yet what each leaves behind lets the young generation grow to 128
* MiB, and the old one to twice what it holds. Where there is little to do, cleaning up is a waste of time.
*/
function preferSmallHeap(isPreferred) {
	node_v8__WEBPACK_IMPORTED_MODULE_12__.setFlagsFromString(isPreferred ? "--optimize-for-size" : "--no-optimize-for-size");
	node_v8__WEBPACK_IMPORTED_MODULE_12__.setFlagsFromString(`--semi-space-growth-factor=${isPreferred ? 1 : 2}`);
}
// src/deploy/plan/local-files.ts
/** From how many files on a small heap is worth the time. */
const manyFiles = 1e3;
/**
* Resolves the patterns to files. Directories are never among them; the order is the file system's.
*
* @throws {@link PlanError} when a pattern cannot be used, or a directory not be searched.
*/
async function findLocalFiles(search) {
	const globber = await create(search.patterns, {
		matchDirectories: false,
		followSymbolicLinks: search.followSymlinks
	}).catch((cause) => {
		throw new PlanError([`The patterns cannot be used: ${reason(cause)}`]);
	});
	const matches = await matchesOf(globber);
	const searchPaths = globber.getSearchPaths();
	const wanted = namesGit(search.patterns) ? matches : matches.filter((match) => !liesInGit(match, searchPaths));
	return {
		...examineAll(wanted, searchPaths, search),
		commonDirectory: commonDirectory(searchPaths, matches),
		gitFiles: matches.length - wanted.length
	};
}
async function matchesOf(globber) {
	preferSmallHeap(true);
	const matches = await globber.glob().catch((cause) => {
		throw new PlanError([`The files cannot be searched: ${reason(cause)}.`]);
	});
	preferSmallHeap(matches.length >= manyFiles);
	return matches;
}
function namesGit(patterns) {
	return patterns.split("\n").map((line) => line.trim()).filter((line) => !line.startsWith("!") && !line.startsWith("#")).some((line) => line.split(/[/\\]/).includes(".git"));
}
function liesInGit(file, searchPaths) {
	return node_path__WEBPACK_IMPORTED_MODULE_6__.relative(searchPathOf(file, searchPaths), file).split(node_path__WEBPACK_IMPORTED_MODULE_6__.sep).includes(".git");
}
function searchPathOf(file, searchPaths) {
	return searchPaths.find((searchPath) => isInside(file, searchPath)) ?? node_path__WEBPACK_IMPORTED_MODULE_6__.dirname(file);
}
function isInside(file, directory) {
	const relative = node_path__WEBPACK_IMPORTED_MODULE_6__.relative(directory, file);
	return !node_path__WEBPACK_IMPORTED_MODULE_6__.isAbsolute(relative) && relative.split(node_path__WEBPACK_IMPORTED_MODULE_6__.sep)[0] !== "..";
}
/** Examines every match: is it a file that can be read, and does it lie where it seems to lie? */
function examineAll(matches, searchPaths, search) {
	const realPath = cachingRealPath();
	const workspace = node_fs__WEBPACK_IMPORTED_MODULE_5__.realpathSync.native(search.workspace);
	const files = [];
	const problems = [];
	let skippedLinks = 0;
	for (const match of matches) try {
		const isLink = node_fs__WEBPACK_IMPORTED_MODULE_5__.lstatSync(match).isSymbolicLink();
		if (isLink && !search.followSymlinks) {
			skippedLinks += 1;
			continue;
		}
		const real = isLink ? node_fs__WEBPACK_IMPORTED_MODULE_5__.realpathSync.native(match) : realPath(match);
		const searchPath = searchPathOf(match, searchPaths);
		if (!isInside(real, workspace) && !isInside(real, realPath(searchPath))) {
			problems.push(`${displayPath$2(match)} is reached by a link that leads outside the workspace.`);
			continue;
		}
		files.push({
			path: match,
			...examine(match)
		});
	} catch (error) {
		problems.push(`${displayPath$2(match)} cannot be read: ${reason(error)}.`);
	}
	return {
		files,
		problems,
		skippedLinks
	};
}
function cachingRealPath() {
	const directories = /* @__PURE__ */ new Map();
	return (file) => {
		const directory = node_path__WEBPACK_IMPORTED_MODULE_6__.dirname(file);
		let real = directories.get(directory);
		if (real === void 0) {
			real = node_fs__WEBPACK_IMPORTED_MODULE_5__.realpathSync.native(directory);
			directories.set(directory, real);
		}
		return node_path__WEBPACK_IMPORTED_MODULE_6__.join(real, node_path__WEBPACK_IMPORTED_MODULE_6__.basename(file));
	};
}
function examine(file) {
	const stats = node_fs__WEBPACK_IMPORTED_MODULE_5__.statSync(file);
	if (!stats.isFile()) throw new Error("it is not a regular file");
	node_fs__WEBPACK_IMPORTED_MODULE_5__.accessSync(file, node_fs__WEBPACK_IMPORTED_MODULE_5__.constants.R_OK);
	return {
		sizeBytes: stats.size,
		modifiedMs: stats.mtimeMs
	};
}
function reason(error) {
	return sanitize(error.message);
}
function displayPath$2(file) {
	return sanitize(node_path__WEBPACK_IMPORTED_MODULE_6__.relative(process.cwd(), file) || file);
}
/** The rule of `actions/upload-artifact`: what the search paths share, or the directory of a single file. */
function commonDirectory(searchPaths, matches) {
	const [first = process.cwd(), ...others] = searchPaths;
	if (others.length === 0) return matches.includes(first) ? node_path__WEBPACK_IMPORTED_MODULE_6__.dirname(first) : first;
	return others.reduce(sharedPart, first);
}
function sharedPart(a, b) {
	const { root } = node_path__WEBPACK_IMPORTED_MODULE_6__.parse(a);
	let directory = a;
	while (directory !== root && !isInside(b, directory)) directory = node_path__WEBPACK_IMPORTED_MODULE_6__.dirname(directory);
	return directory;
}
// src/deploy/plan/plan.ts
/**
* Maps files to remote paths.
*
* @param localProblems - What was already found to speak against the files; reported together with the rest.
* @throws {@link PlanError} naming every file outside the base directory, every name that cannot be sent and every
*   two files that would become one.
*/
function planUploads(files, mapping, localProblems = []) {
	const problems = [...localProblems];
	const uploads = [];
	for (const file of files) {
		const mapped = mapFile(file, mapping);
		if (typeof mapped === "string") problems.push(mapped);
		else uploads.push(mapped);
	}
	uploads.sort((a, b) => compare(a.remotePath, b.remotePath));
	problems.push(...collisions(uploads));
	if (problems.length > 0) throw new PlanError(problems);
	return {
		uploads,
		remoteDirectory: mapping.remoteDirectory,
		directories: directoriesOf(uploads, mapping.remoteDirectory),
		totalBytes: uploads.reduce((sum, upload) => sum + upload.sizeBytes, 0)
	};
}
function mapFile(file, mapping) {
	const segments = relativePath(mapping.baseDirectory, file.path).split(node_path__WEBPACK_IMPORTED_MODULE_6__.sep);
	if (segments[0] === ".." || node_path__WEBPACK_IMPORTED_MODULE_6__.isAbsolute(segments.join(node_path__WEBPACK_IMPORTED_MODULE_6__.sep))) return `${displayPath$1(file.path)} lies outside base-dir ${displayPath$1(mapping.baseDirectory)}.`;
	const below = mapping.flatten ? segments.slice(-1) : segments;
	const remotePath = joinRemotePath(mapping.remoteDirectory, ...below);
	const problem = remotePathProblem(remotePath);
	if (problem !== void 0) return `${displayPath$1(file.path)} cannot be uploaded: its path ${problem}.`;
	const { path: localPath, sizeBytes, modifiedMs } = file;
	return {
		localPath,
		remotePath,
		sizeBytes,
		modifiedMs
	};
}
function relativePath(directory, file) {
	const start = directory.endsWith(node_path__WEBPACK_IMPORTED_MODULE_6__.sep) ? directory : directory + node_path__WEBPACK_IMPORTED_MODULE_6__.sep;
	return file.startsWith(start) ? file.slice(start.length) : node_path__WEBPACK_IMPORTED_MODULE_6__.relative(directory, file);
}
function collisions(sorted) {
	return sorted.flatMap((upload, index) => {
		const previous = sorted[index - 1];
		if (previous?.remotePath !== upload.remotePath) return [];
		return [`${`${displayPath$1(previous.localPath)} and ${displayPath$1(upload.localPath)}`} would both become ${sanitize(upload.remotePath)}.`];
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
function displayPath$1(file) {
	return sanitize(node_path__WEBPACK_IMPORTED_MODULE_6__.relative(process.cwd(), file) || file);
}
// src/deploy/capabilities.ts
/** What the server behind a client has named in its reply to FEAT. */
function capabilitiesOf({ features, checksumMethod }) {
	return {
		canResume: features.canResume,
		supportsSize: features.has("SIZE"),
		checksum: checksumMethod,
		mtimeCommand: features.has("MFMT") ? "MFMT" : features.has("MDTM") ? "MDTM" : void 0
	};
}
// src/deploy/preflight.ts
/** What a preflight tries, in this order; the first that fails is the last. */
const preflightSteps = [
	"network",
	"tls",
	"login",
	"directory",
	"transfer"
];
/**
* Finds out whether a deployment could work, up to its first STOR, and changes nothing on the server. Tries
* everything once, without retries. Never throws for what goes wrong on the way.
*/
async function preflight(target, options, onDialogue) {
	return new Preflight(target, options, onDialogue).run();
}
/** Milliseconds after a cancellation until a reply that does not come is given up, and to wait for that to QUIT. */
const afterCancellation = {
	answerMs: 1500,
	quitMs: 500
};
/** To which step the opening of the connection has come when it has reached a stage. */
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
var Preflight = class {
	#options;
	#session;
	#mode;
	#addresses = [];
	#step = "network";
	#tls;
	#found = {};
	constructor(target, options, onDialogue) {
		this.#options = options;
		this.#mode = target.mode;
		const nothing = () => void 0;
		this.#session = new Connection({
			...target,
			onOpening: this.#advance
		}, {
			policy: {
				retries: 0,
				firstPauseMs: 0
			},
			onRetry: nothing
		}, {
			connected: nothing,
			loggedIn: nothing,
			dialogue: onDialogue
		});
	}
	async run() {
		const { signal } = this.#options;
		const started = performance.now();
		using _cancellation = this.#breakOffOnAbort();
		let error;
		try {
			signal.throwIfAborted();
			await this.#check(await this.#session.connect(signal));
		} catch (thrown) {
			error = signal.aborted ? signal.reason : thrown;
		}
		await this.#session.quit(signal.aborted ? afterCancellation.quitMs : void 0);
		const tls = this.#tls;
		return {
			addresses: this.#addresses,
			connection: {
				...this.#session.info,
				...tls === void 0 ? {} : { tls }
			},
			...this.#found,
			milliseconds: performance.now() - started,
			...error === void 0 ? {} : { failure: {
				step: this.#step,
				error
			} }
		};
	}
	async #check(client) {
		this.#found = { capabilities: capabilitiesOf(client) };
		this.#step = "directory";
		this.#found = {
			...this.#found,
			directory: await this.#lookFor(client)
		};
		this.#step = "transfer";
		this.#found = {
			...this.#found,
			listing: await readListing(client)
		};
		if (this.#options.verifyUploads === "checksum" && client.checksumMethod === void 0) throw new NoChecksumError();
	}
	async #lookFor(client) {
		const { remoteDirectory } = this.#options;
		if (remoteDirectory === "") return "there";
		if (client.loginDirectory === void 0) return "unknown";
		return await client.probeDirectory(wirePath(remoteDirectory)) ?? "there";
	}
	#advance = (stage) => {
		if (stage.stage === "resolved") this.#addresses.push(stage.address);
		if (stage.stage === "trusted") this.#tls = stage.tls;
		this.#step = stepAfter[this.#mode][stage.stage] ?? this.#step;
	};
	#breakOffOnAbort() {
		const { signal } = this.#options;
		let timer;
		const onAbort = () => {
			this.#session.abortTransfer(signal.reason);
			timer = setTimeout(() => {
				this.#session.destroy(signal.reason);
			}, afterCancellation.answerMs);
		};
		signal.addEventListener("abort", onAbort);
		return { [Symbol.dispose]() {
			signal.removeEventListener("abort", onAbort);
			clearTimeout(timer);
		} };
	}
};
/** Reads a listing; returns the refusal of a server that forbids it, which an upload need not care about. */
async function readListing(client) {
	try {
		await client.list();
		return "read";
	} catch (error) {
		if (error instanceof ReplyError && isForbidden(error)) return error;
		throw error;
	}
}
function isForbidden({ verb, reply, sessionResumed }) {
	return (verb === "LIST" || verb === "MLSD") && sessionResumed === void 0 && [
		450,
		500,
		501,
		502,
		504,
		530,
		532,
		550,
		553
	].includes(reply.code);
}
// src/action/cancellation.ts
const signals = ["SIGINT", "SIGTERM"];
/**
* Turns the signals of a cancelled job into an abort, while it is in scope. The runner sends SIGINT, some seconds later
* SIGTERM, and then ends the process.
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
// src/action/byte-budget.ts
/** How much text of one kind may still be written, so that no run floods the log or the summary. */
var ByteBudget = class {
	#bytesLeft;
	/** @param bytes - What all texts together may have, as UTF-8. */
	constructor(bytes) {
		this.#bytesLeft = bytes;
	}
	/** Whether this text still fits; once one did not, no other does. */
	tryAdd(text) {
		this.#bytesLeft -= Buffer.byteLength(text);
		return this.#bytesLeft >= 0;
	}
};
// src/action/format.ts
const binaryUnits = [
	"KiB",
	"MiB",
	"GiB",
	"TiB"
];
/** A size for people: `0 B`, `1023 B`, `1.5 KiB`. */
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
/** A duration for people: `45 ms`, `1.5 s`, `3 min 20 s`, `2 h 5 min`. */
function formatDuration(milliseconds) {
	if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
	if (milliseconds < 59950) return `${(milliseconds / 1e3).toFixed(1)} s`;
	const seconds = Math.round(milliseconds / 1e3);
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
/** A rate for people: `1.5 MiB/s`. */
function formatRate(bytes, milliseconds) {
	return `${formatBytes(Math.round(bytes * 1e3 / Math.max(milliseconds, 1)))}/s`;
}
/** `1 file`, `2 files`. */
function count(number, one, many = `${one}s`) {
	return `${number} ${number === 1 ? one : many}`;
}
/** How long a certificate lasts: `12 days left`, `expired 3 days ago`. */
function formatDaysLeft(days) {
	return days < 0 ? `expired ${count(-days, "day")} ago` : `${count(days, "day")} left`;
}
/** The day of a date: `2027-01-31`. */
function formatDay(date) {
	return date.toISOString().slice(0, 10);
}
// src/action/local-name.ts
/** A local file as people and later steps know it: relative to the current directory, with `/` on every system. */
function displayPath(file) {
	return node_path__WEBPACK_IMPORTED_MODULE_6__.relative(process.cwd(), file.localPath).split(node_path__WEBPACK_IMPORTED_MODULE_6__.sep).join("/");
}
// src/action/log/dry-run.ts
const tableBytes = 614400;
const sizeWidth = 10;
/** Writes the plan to the log: the size, the local and the remote path of each file. */
function logPlan({ uploads }, log) {
	log.group(`Dry run: what would be uploaded`);
	const budget = new ByteBudget(tableBytes);
	for (const [index, upload] of uploads.entries()) {
		const paths = `${sanitize(displayPath(upload))} -> ${sanitize(upload.remotePath)}`;
		const line = `${formatBytes(upload.sizeBytes).padStart(sizeWidth)}  ${paths}`;
		if (!budget.tryAdd(line)) {
			log.info(`And ${count(uploads.length - index, "more file")}; the manifest lists all of them.`);
			return;
		}
		log.info(line);
	}
}
// src/action/log/closing-lines.ts
/** The last lines of the log: what a run came to, in numbers. */
function closingLines(report) {
	const hasFailed = report.error !== void 0;
	if (report.preflight !== void 0 || report.isDryRun === true) return hasFailed ? [] : [...preflightEnd(report), ...dryRunEnd(report)];
	if (report.files.length === 0 || report.connection === void 0) return [];
	return [transferred(report), ...hasFailed ? [] : resumption(report)];
}
function preflightEnd({ preflight }) {
	if (preflight === void 0) return [];
	return ["The server passed. Nothing was changed on it; whether the account may write there is seen with the first upload."];
}
function dryRunEnd({ isDryRun, files, endpoint, preflight }) {
	if (isDryRun !== true || files.length === 0) return [];
	const size = formatBytes(total(files, "pending").bytes);
	const where = endpoint === void 0 ? "" : ` to ${endpoint.host}, port ${endpoint.port}`;
	const plan = `Dry run: ${count(files.length, "file")}, ${size}, would be uploaded${where}.`;
	return [preflight === void 0 ? `${plan} No connection was opened.` : plan];
}
function transferred({ files, milliseconds, retries = 0 }) {
	const uploaded = total(files, "uploaded");
	const of = uploaded.files === files.length ? "" : `${uploaded.files} of `;
	const speed = `${formatDuration(milliseconds)} (${formatRate(uploaded.bytes, milliseconds)})`;
	return `${of}${count(files.length, "file")} uploaded, ${formatBytes(uploaded.bytes)} in ${speed}, ${count(retries, "retry", "retries")}.`;
}
function resumption({ connection }) {
	if (connection === void 0 || connection.mode === "none") return [];
	const { resumed, total: all } = connection.dataConnections;
	const line = `${resumed} of ${all} data connections resumed the TLS session.`;
	if (resumed === all) return [line];
	return [line, "The others were checked by their certificate instead; it must be the control connection's."];
}
// src/action/errors.ts
/** Inputs that cannot be used; all of them at once. */
var InputError = class extends Error {
	code = "INPUT";
	problems;
	constructor(problems) {
		const lines = problems.map(({ input, problem }) => `The input "${input}" ${problem}.`);
		super(lines.join("\n"));
		this.name = "InputError";
		this.problems = problems;
	}
};
/** No file matches, and `if-no-files-found` says that this is an error. */
var NoFilesError = class extends Error {
	code = "NO_FILES";
	/** One a line, `!` and all. */
	patterns;
	/** Where they were looked for. */
	directory;
	constructor(patterns, directory) {
		const shown = patterns.split("\n").join(", ");
		super(`No file matches "files" (${shown}) in ${directory}.`);
		this.name = "NoFilesError";
		this.patterns = patterns;
		this.directory = directory;
	}
};
// src/action/inputs/input-reader.ts
/**
* Reads inputs as the runner hands them over, and collects what is wrong with them, so that all of it can be said at
* once. After a problem a harmless value is returned: nobody gets to use it.
*/
var InputReader = class {
	problems = [];
	/** The text as it is; `''` when the input is missing or empty. */
	raw(name) {
		return getInput(name, { trimWhitespace: false });
	}
	/** The text without space around it, or the fallback when there is none. */
	text(name, fallback = "") {
		return this.raw(name).trim() || fallback;
	}
	/** Whether the workflow mentions the input at all; an unset secret is mentioned and empty. */
	isGiven(name) {
		return process.env[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] !== void 0;
	}
	/** Lines with something on them, trimmed. */
	lines(name) {
		return this.raw(name).split("\n").map((line) => line.trim()).filter((line) => line !== "");
	}
	/** A boolean in the notation of YAML 1.2, as `core.getBooleanInput` takes it. */
	boolean(name, fallback) {
		const text = this.text(name, String(fallback));
		if ([
			"true",
			"True",
			"TRUE"
		].includes(text)) return true;
		if ([
			"false",
			"False",
			"FALSE"
		].includes(text)) return false;
		this.problem(name, `must be true or false, not "${sanitize(text, 40)}"`);
		return fallback;
	}
	/** One of a few words; the first is the default. */
	choice(name, choices) {
		const text = this.text(name, choices[0]);
		const chosen = choices.find((choice) => choice === text);
		if (chosen !== void 0) return chosen;
		this.problem(name, `must be ${choices.join(", ")}; it is "${sanitize(text, 40)}"`);
		return choices[0];
	}
	/** A number in a range, both ends included. */
	number(name, fallback, range) {
		const text = this.text(name, String(fallback));
		const value = /^\d{1,10}(\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
		if (value >= range.min && value <= range.max) return value;
		this.problem(name, `must be a number from ${range.min} to ${range.max}, not "${sanitize(text, 40)}"`);
		return fallback;
	}
	problem(input, problem) {
		this.problems.push({
			input,
			problem
		});
	}
};
// src/action/inputs/tls-inputs.ts
const versions = ["TLSv1.2", "TLSv1.3"];
/** Reads and checks the `tls-*` inputs besides `tls-mode`. */
function readTlsInputs(reader, mode, host) {
	if (mode === "none") refuseWithoutTls(reader);
	const minVersion = readVersion(reader, "tls-min-version", "TLSv1.2");
	const maxVersion = readVersion(reader, "tls-max-version", "TLSv1.3");
	if (minVersion > maxVersion) reader.problem("tls-min-version", `must not be above tls-max-version, ${maxVersion}`);
	const clientCertificate = readClientCertificate(reader);
	return {
		serverName: readServerName(reader, host),
		ca: readAuthorities(reader),
		pins: readPins(reader),
		verify: reader.boolean("tls-verify", true),
		minVersion,
		maxVersion,
		...clientCertificate === void 0 ? {} : { clientCertificate }
	};
}
function refuseWithoutTls(reader) {
	for (const name of [
		"tls-ca",
		"tls-pin",
		"tls-server-name",
		"tls-client-cert",
		"tls-client-key"
	]) if (reader.text(name) !== "") reader.problem(name, "has no meaning when tls-mode is none");
}
function readVersion(reader, name, fallback) {
	const text = reader.text(name, fallback);
	const version = versions.find((known) => known === text);
	if (version !== void 0) return version;
	reader.problem(name, `must be ${versions.join(" or ")}, not "${sanitize(text, 40)}"`);
	return fallback;
}
function readServerName(reader, host) {
	const name = reader.text("tls-server-name", host);
	if (name !== host && node_net__WEBPACK_IMPORTED_MODULE_0__.isIP(name) === 0 && !/^[\p{L}\p{N}_.-]{1,253}$/u.test(name)) reader.problem("tls-server-name", "must be a host name");
	return name;
}
function readAuthorities(reader) {
	const pem = readPem(reader, "tls-ca");
	if (pem === void 0 || pem === "") return [];
	const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
	if (certificates.length === 0) reader.problem("tls-ca", "holds no PEM certificate");
	certificates.forEach((certificate, index) => {
		if (!isCertificate(certificate)) reader.problem("tls-ca", `holds a certificate that cannot be read (number ${index + 1})`);
	});
	return certificates;
}
function isCertificate(pem) {
	try {
		return new node_crypto__WEBPACK_IMPORTED_MODULE_2__.X509Certificate(pem).subject !== "";
	} catch {
		return false;
	}
}
function readPins(reader) {
	return reader.lines("tls-pin").flatMap((line) => {
		const pin = parsePin(line);
		if (pin !== void 0) return [pin];
		reader.problem("tls-pin", `must be a SHA-256 as AA:BB:... (certificate, 32 bytes) or sha256//BASE64 (public key); "${sanitize(line, 120)}" is neither`);
		return [];
	});
}
function readClientCertificate(reader) {
	const certificate = readPem(reader, "tls-client-cert");
	const key = readPem(reader, "tls-client-key");
	const passphrase = reader.raw("tls-client-key-passphrase");
	if (certificate === void 0 && key === void 0) {
		if (passphrase !== "") reader.problem("tls-client-key-passphrase", "needs tls-client-key");
		return;
	}
	if (certificate === void 0 || key === void 0) {
		const missing = certificate === void 0 ? "tls-client-cert" : "tls-client-key";
		reader.problem(missing, "is required too: a client certificate needs both");
		return;
	}
	const pair = {
		certificate,
		key,
		...passphrase === "" ? {} : { passphrase }
	};
	checkPair(reader, pair);
	return pair;
}
function checkPair(reader, pair) {
	if (pair.certificate === "" || pair.key === "") return;
	const reason = pairProblem(pair);
	if (reason === void 0) return;
	reader.problem("tls-client-key", `and tls-client-cert cannot be used together (${reason}): the key must be the certificate's own, and tls-client-key-passphrase must open it`);
}
function pairProblem({ certificate, key, passphrase }) {
	const unlock = passphrase === void 0 ? {} : { passphrase };
	if (key.includes("ENCRYPTED")) try {
		(0,node_crypto__WEBPACK_IMPORTED_MODULE_2__.createPrivateKey)({
			key,
			...unlock
		});
	} catch {
		return passphrase === void 0 ? "the key is encrypted" : "the passphrase does not open the key";
	}
	try {
		node_tls__WEBPACK_IMPORTED_MODULE_1__.createSecureContext({
			cert: certificate,
			key,
			...unlock
		});
		return;
	} catch (error) {
		return error.code ?? "it cannot be read";
	}
}
/** PEM text, or the content of the file that the input names; undefined when the input is empty. */
function readPem(reader, name) {
	const text = reader.text(name);
	if (text === "") return void 0;
	if (text.includes("-----BEGIN")) return text;
	try {
		return node_fs__WEBPACK_IMPORTED_MODULE_5__.readFileSync(text, "utf8");
	} catch (error) {
		const code = error.code ?? "error";
		reader.problem(name, `must be PEM text or the path of a file that can be read (${code})`);
		return "";
	}
}
// src/action/inputs/inputs.ts
/**
* Reads and checks every input. Secrets are masked before anything else happens, so that nothing said about them can
* show them.
*
* @throws {@link InputError} naming every bad input.
*/
function readInputs() {
	const reader = new InputReader();
	maskSecrets(reader);
	const warnings = [];
	const mode = reader.choice("tls-mode", [
		"implicit",
		"explicit",
		"none"
	]);
	if (mode === "none") warnings.push("tls-mode is none: user name, password and files travel in clear text, for everybody on the way to read.");
	const host = readServer(reader);
	const dryRun = reader.boolean("dry-run", false);
	const preflight = reader.boolean("preflight", false);
	const needsFiles = dryRun || !preflight;
	const inputs = {
		endpoint: {
			host,
			port: readPort(reader, mode)
		},
		username: readUsername(reader),
		password: readPassword(reader, warnings),
		patterns: readPatterns(reader),
		baseDirectory: readBaseDirectory(reader, needsFiles),
		remoteDirectory: readRemoteDirectory(reader),
		flatten: reader.boolean("flatten", false),
		followSymlinks: reader.boolean("follow-symlinks", true),
		ifNoFilesFound: reader.choice("if-no-files-found", [
			"error",
			"warn",
			"ignore"
		]),
		mode,
		tls: readTlsInputs(reader, mode, host),
		publish: reader.choice("publish", [
			"direct",
			"atomic",
			"staged"
		]),
		verifyUploads: reader.choice("verify-uploads", [
			"size",
			"checksum",
			"none"
		]),
		preserveMtime: reader.boolean("preserve-mtime", false),
		retries: readWholeNumber(reader, "retries", 3, {
			min: 0,
			max: 100
		}),
		timeoutMs: reader.number("timeout", 30, {
			min: 1,
			max: 86400
		}) * 1e3,
		dryRun,
		preflight,
		needsFiles,
		warnings
	};
	if (reader.problems.length > 0) throw new InputError(reader.problems);
	return Object.freeze(inputs);
}
/** Every line by itself too: the runner masks line by line. */
function maskSecrets(reader) {
	for (const name of ["password", "tls-client-key-passphrase"]) {
		const secret = reader.raw(name);
		for (const text of /* @__PURE__ */ new Set([
			secret,
			...secret.split(/\r?\n/),
			secret.trim()
		])) if (text.trim() !== "") setSecret(text);
	}
}
function readServer(reader) {
	const text = reader.text("server");
	const host = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
	if (text === "") reader.problem("server", "is required: a host name or an IP address");
	else if (node_net__WEBPACK_IMPORTED_MODULE_0__.isIP(host) === 0 && !/^[\p{L}\p{N}_]([\p{L}\p{N}_.-]{0,252})$/u.test(host)) reader.problem("server", "must be a host name or an IP address alone, without \"ftps://\", port or path");
	return host;
}
function readPort(reader, mode) {
	return readWholeNumber(reader, "port", mode === "implicit" ? 990 : 21, {
		min: 1,
		max: 65535
	});
}
function readWholeNumber(reader, name, fallback, range) {
	const number = reader.number(name, fallback, range);
	if (Number.isInteger(number)) return number;
	reader.problem(name, "must be a whole number");
	return fallback;
}
const emptySecrets = "If it comes from a secret: secrets are not there in runs for forks, and an unset one is empty";
function readUsername(reader) {
	const username = reader.raw("username");
	if (username === "") {
		const isEmpty = reader.isGiven("username");
		reader.problem("username", isEmpty ? `is required: it is empty. ${emptySecrets}` : "is required");
	} else refuseUnsendable(reader, "username", username);
	return username;
}
function readPassword(reader, warnings) {
	if (!reader.isGiven("password")) reader.problem("password", "is required");
	const raw = reader.raw("password");
	const password = raw.replace(/\r?\n$/, "");
	if (password !== raw) warnings.push("The password ended with a line break, which was removed.");
	if (password === "") warnings.push(`The password is empty. ${emptySecrets}.`);
	refuseUnsendable(reader, "password", password);
	return password;
}
function refuseUnsendable(reader, name, value) {
	if (/[\r\n\0]/.test(value)) reader.problem(name, "holds a line break or NUL, which no FTP command can carry");
}
function readPatterns(reader) {
	const patterns = reader.lines("files").filter((line) => !line.startsWith("#"));
	if (patterns.length === 0) reader.problem("files", "is required: at least one pattern");
	else if (patterns.every((pattern) => pattern.startsWith("!"))) reader.problem("files", "only excludes; at least one pattern must include");
	return patterns.join("\n");
}
function readBaseDirectory(reader, mustExist) {
	const text = reader.text("base-dir");
	if (text === "") return void 0;
	const directory = node_path__WEBPACK_IMPORTED_MODULE_6__.resolve(text);
	if (mustExist && !node_fs__WEBPACK_IMPORTED_MODULE_5__.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) reader.problem("base-dir", "must be a directory that is there");
	return directory;
}
function readRemoteDirectory(reader) {
	const text = reader.text("remote-dir", ".");
	const problem = remotePathProblem(text);
	if (problem !== void 0) reader.problem("remote-dir", problem);
	return normalizeRemoteDirectory(text);
}
// src/action/log/log.ts
/**
* The job log. Whatever is written, each line stays a line of text: the runner obeys `::command::` at the start of a
* line and `##[command]` anywhere in it, and file names and server text must not get to say either.
*/
var Log = class {
	#redactor;
	#isGroupOpen = false;
	/** From now on secrets are taken out of every line. */
	redactWith(redactor) {
		this.#redactor = redactor;
	}
	info(text) {
		info(this.#safe(text));
	}
	notice(text) {
		notice(this.#safe(text));
	}
	warning(text) {
		warning(this.#safe(text));
	}
	/** The one error annotation of a run; sets the exit code. */
	failed(text) {
		this.endGroup();
		setFailed(this.#safe(text));
	}
	/** Only where the runner was asked for debug output. */
	debug(text) {
		if (isDebug()) debug(this.#safe(text));
	}
	/** Begins a group, ending the one before it. */
	group(title) {
		this.endGroup();
		startGroup(this.#safe(title));
		this.#isGroupOpen = true;
	}
	endGroup() {
		if (this.#isGroupOpen) endGroup();
		this.#isGroupOpen = false;
	}
	#safe(text) {
		return withoutCommands(withoutControls(this.#redactor?.secret(text) ?? text));
	}
};
function withoutControls(text) {
	return text.split("\n").map((line) => sanitize(line, line.length)).join("\n");
}
/** Breaks what the runner would take for a command. */
function withoutCommands(text) {
	return text.replaceAll("##[", "# #[").replace(/^(\s*):(?=:)/gm, "$1: ");
}
// src/action/advice/certificate-advice.ts
/**
* What was shown instead of a trusted certificate, and the line to put into the workflow if it is the right one after
* all. Pins are offered with the warning that belongs to them: what was shown may be an attacker's.
*/
function certificateAdvice(error) {
	return [remedy(error), ...describe(error.certificate)].join("\n");
}
function remedy(error) {
	const { certificate } = error;
	const compared = "after you have compared the fingerprint with the server's operator";
	switch (error.problem) {
		case "self-signed": return `If this is your server, add this line to the step, ${compared}:\n  ${pinLine(certificate)}`;
		case "unknown-issuer": return `If the issuer is a private authority, give its certificate in "tls-ca" (PEM text or path). Or trust this certificate alone, ${compared}:\n  ${pinLine(certificate)}`;
		case "wrong-name": return nameRemedy(certificate, compared);
		case "expired": return `The server's operator must renew it. Until then this line trusts this certificate alone, ${compared}:\n  ${pinLine(certificate)}`;
		case "not-yet-valid": return "Check the clock of the runner, or wait.";
		case "pin-mismatch": return `If the server's certificate was replaced on purpose, put this in the place of the old pin, ${compared}:\n  ${pinLine(certificate)}`;
		case "changed": return "Two servers, or somebody in between, answer at this address; no byte of a file was sent.";
		case "other": return `If this is your server, add this line to the step, ${compared}:\n  ${pinLine(certificate)}`;
	}
}
function nameRemedy(certificate, compared) {
	const name = certificate.names.find((candidate) => /^[\w.-]+$/.test(candidate));
	const pin = `trust this certificate alone, ${compared}:\n  ${pinLine(certificate)}`;
	return name === void 0 ? `Use a name of the certificate in "server" or "tls-server-name", or ${pin}` : `If the server is known by that name, add this line to the step:\n  tls-server-name: ${sanitize(name)}\nOr ${pin}`;
}
/** The line to paste: the public key's pin outlives a renewal with the same key. */
function pinLine(certificate) {
	return `tls-pin: sha256//${certificate.publicKeySha256}`;
}
function describe(certificate) {
	return [
		"The certificate shown:",
		`  subject:     ${sanitize(certificate.subject)}`,
		`  names:       ${sanitize(certificate.names.join(", ")) || "none"}`,
		`  issuer:      ${sanitize(certificate.issuer)}`,
		`  valid:       ${formatDay(certificate.validFrom)} to ${formatDay(certificate.validTo)}`,
		`  SHA-256:     ${certificate.fingerprint256}`
	];
}
// src/action/advice/pattern-advice.ts
/** Why patterns may match nothing, and what to change: the traps that most people fall into, the surest one first. */
function patternAdvice({ patterns, directory }) {
	const including = patterns.split("\n").filter((pattern) => !pattern.startsWith("!"));
	const braces = including.find((pattern) => /\{.*,.*\}/.test(pattern));
	if (braces !== void 0) return `Patterns know no braces: write one line for each choice of "${sanitize(braces)}".`;
	if (isEmpty(directory)) return "The directory is empty: is there a step with actions/checkout before this one, in the same job?";
	const missing = including.map(beginning).find((start) => !node_fs__WEBPACK_IMPORTED_MODULE_5__.existsSync(node_path__WEBPACK_IMPORTED_MODULE_6__.resolve(directory, start)));
	if (missing !== void 0) return `There is no "${sanitize(missing)}": does the step that makes it come before this one, in the same job? Paths are relative to the directory above.`;
	const brackets = including.find((pattern) => /\[.+\]/.test(pattern.replaceAll("[[]", "")));
	if (brackets !== void 0) return `Brackets in "${sanitize(brackets)}" stand for one character of several; for a name with brackets write "[[]" instead of "[".`;
	return "Paths are relative to the directory above; \"site\" or \"site/**\" is everything below \"site\". What begins with \"!\" is left out.";
}
function isEmpty(directory) {
	return node_fs__WEBPACK_IMPORTED_MODULE_5__.existsSync(directory) && node_fs__WEBPACK_IMPORTED_MODULE_5__.readdirSync(directory).length === 0;
}
/** The directories of a pattern before anything in it that stands for something else. */
function beginning(pattern) {
	const segments = pattern.split(/[/\\]/);
	const special = segments.findIndex((segment) => /[*?[]/.test(segment));
	return (special === -1 ? segments : segments.slice(0, special)).join("/") || ".";
}
// src/action/advice/reply-advice.ts
const login$1 = ["USER", "PASS"];
const upload = ["STOR", "APPE"];
const transfer$1 = [
	...upload,
	"MLSD",
	"LIST"
];
const rows = [
	{
		codes: [421],
		when: ({ context, verb }) => context !== "command" || login$1.includes(verb),
		advice: "The server has no room for another session. Let only one deployment run at a time with \"concurrency:\" in the workflow, and try again later."
	},
	{
		codes: [421],
		advice: "The server ended the session: it limits how long a session or a pause may last."
	},
	{
		when: ({ context }) => context === "greeting",
		advice: "The server turns this runner away; ask its operator, or look at its list of allowed addresses."
	},
	{
		verbs: ["USER"],
		when: (_error, { mode }) => mode === "none",
		advice: "A server that refuses the user name in clear text wants TLS first: set \"tls-mode: explicit\"."
	},
	{
		verbs: login$1,
		when: (_error, { passwordIsEmpty }) => passwordIsEmpty,
		advice: "The input \"password\" was empty. Secrets are not passed to runs for forks; otherwise check the name of the secret, and the \"environment\" of the job if it belongs to one."
	},
	{
		verbs: login$1,
		when: (_error, { host }) => host.endsWith(".azurewebsites.windows.net"),
		advice: "Azure App Service wants a user name of the form \"site\\$site\" or \"site\\user\", with the password that belongs to it, and basic authentication for FTP switched on in the settings of the app."
	},
	{
		verbs: login$1,
		advice: "Check \"username\" and \"password\"; both are sent exactly as given. The login was tried once, so that no server locks the account."
	},
	{
		verbs: ["AUTH"],
		advice: "The server offers no explicit TLS on this port. If it has a port for implicit TLS (usually 990), use \"tls-mode: implicit\"."
	},
	{
		verbs: ["PBSZ", "PROT"],
		advice: "No byte of a file was sent: without protected data connections the files would travel in clear text. Ask the server's operator to allow PROT P."
	},
	{
		verbs: ["EPSV", "PASV"],
		advice: "The server does not open passive data connections; its operator must allow passive mode."
	},
	{
		codes: [452, 552],
		advice: "The account has no room left: delete something there, or ask for a larger quota."
	},
	{
		codes: [521, 522],
		verbs: transfer$1,
		when: (_error, { mode }) => mode === "none",
		advice: "The server wants protected data connections: set \"tls-mode: explicit\"."
	},
	{
		codes: [450],
		verbs: upload,
		when: ({ sessionResumed }) => sessionResumed === void 0,
		advice: "The server does not take this file now; another program may be using it. Try again, and check whether this account may replace it."
	},
	{
		verbs: ["SIZE"],
		advice: "The upload was confirmed, but the server does not show the file. If it is taken away as soon as it arrives, or the account may not look at files, use \"verify-uploads: none\"."
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
			550,
			553,
			450
		],
		verbs: [
			...upload,
			"MKD",
			"CWD"
		],
		advice: permissionAdvice
	}
];
/** What to do about a refusal, by command, reply code and circumstances. */
function replyAdvice(error, context) {
	const advice = rows.find((row) => (row.verbs?.includes(error.verb) ?? true) && (row.codes?.includes(error.reply.code) ?? true) && (row.when?.(error, context) ?? true))?.advice ?? "The transcript (output \"transcript\") shows what led to this.";
	return typeof advice === "string" ? advice : advice(error, context);
}
function dataConnectionAdvice(error, { mode }) {
	if (mode === "none") return "The server could not use the data connection; its log tells why.";
	switch (error.sessionResumed) {
		case true: return "The data connection was there and had resumed the TLS session, so session reuse is not the reason; the server's log tells more.";
		case false: return "The data connection did not resume the TLS session, which many servers insist on. Try \"tls-max-version: TLSv1.2\"; if that does not help, its operator can switch the requirement off.";
		case void 0: return "The server gave the data connection up before TLS was up on it; its log tells why. Some servers take it only from the control connection's address, which network address translation may change.";
	}
}
function permissionAdvice(_error, { loginDirectory }) {
	return `${loginDirectory === void 0 ? "A \"remote-dir\" without \"/\" at its start is relative to the login directory" : `The login directory is "${sanitize(loginDirectory, loginDirectory.length)}", and a "remote-dir" without "/" at its start is relative to it`}: check "remote-dir", and whether this account may write there.`;
}
// src/action/advice/advice.ts
/**
* What to do about an error, in a sentence or two that name what to change in the workflow. Decided by the kind of
* error, its phase and its codes, never by the server's prose; undefined for inputs, whose error says it all.
*/
function adviceFor(error, context) {
	if (error instanceof CertificateError) return certificateAdvice(error);
	if (error instanceof ReplyError) return replyAdvice(error, context);
	if (error instanceof TlsError) return tlsAdvice(error, context);
	if (error instanceof ConnectionError) return connectionAdvice(error, context);
	if (error instanceof TimeoutError) return timeoutAdvice(error, context);
	if (error instanceof ConnectionLostError) return lostAdvice(error, context);
	if (error instanceof ProtocolError) return protocolAdvice(error);
	if (error instanceof LocalFileError) return "Deploy only after the step that writes the files has ended.";
	if (error instanceof PublishError) return "An account that may upload but not rename or delete needs \"publish: direct\".";
	if (error instanceof NoChecksumError) return "Use \"verify-uploads: size\", or have the server offer one.";
	if (error instanceof VerificationError) return "If something on the server changes or takes away files as soon as they arrive, use \"verify-uploads: none\".";
	if (error instanceof NoFilesError) return patternAdvice(error);
	if (error instanceof PlanError) return "Nothing was uploaded. Change \"files\" (a line that begins with \"!\" leaves files out), \"base-dir\" or \"flatten\", or the names of the files.";
	if (error instanceof CommandError) return "A shorter or other name in its place can be sent.";
	if (error instanceof CancelledError) return "What counts as uploaded is on the server; run the job again for the rest.";
	if (error instanceof InputError) return void 0;
	return "This is no error that the action knows. Please report it, with the transcript (output \"transcript\").";
}
function connectionAdvice(error, { mode }) {
	if (error.connection === "data") return passivePorts;
	switch (error.reason) {
		case "ENOTFOUND": return "Check \"server\" for a typing error.";
		case "EAI_AGAIN": return "The name service did not answer; run the job again.";
		case "ECONNREFUSED": return mode === "implicit" ? "Check \"server\" and \"port\"; implicit TLS is usually on port 990. A server that has only port 21 needs \"tls-mode: explicit\"." : "Check \"server\" and \"port\"; a server that has only port 990 needs \"tls-mode: implicit\".";
		default: return "Check \"server\" and \"port\", and whether the server's firewall lets the runner in.";
	}
}
const passivePorts = "The server chose this port for the data connection (passive mode), and it cannot be reached: open the server's passive port range in its firewall.";
function timeoutAdvice(error, { mode }) {
	switch (error.phase) {
		case "connect": return error.connection === "data" ? passivePorts : "Check \"server\" and \"port\". If they are right, a firewall drops the connection: hosters often block the addresses of hosted runners.";
		case "tls":
			if (error.connection === "data") return "The server accepted the data connection but no TLS on it; its log tells why.";
			return mode === "explicit" ? "The server agreed to TLS but does not answer the handshake; its log tells why." : "Something listens there but does not answer TLS: check \"port\", and whether the server wants \"tls-mode: explicit\".";
		case "greeting": return mode === "implicit" ? "TLS is up but the server does not greet: it may be overloaded. A higher \"timeout\" may help." : "A server that says nothing usually waits for TLS: use \"tls-mode: implicit\" (usually with port 990).";
		case "reply":
		case "transfer":
		case "idle": return "The server stopped answering. If it is only slow, set a higher \"timeout\".";
	}
}
const notSftp = "This action speaks FTPS only. Ask the hoster for an FTPS port (usually 990 or 21), or use an SFTP tool.";
const beforeTls = "Nothing secret was sent. A faulty server does this, and so does somebody on the way who slips in replies of his own; ask its operator, or use \"tls-mode: implicit\" if it has a port for that (usually 990).";
function tlsAdvice(error, { mode }) {
	if (error.connection === "data" && error.detectedProtocol !== void 0) return "No byte of a file was sent: the server does not protect its data connections, although it promised to.";
	switch (error.detectedProtocol) {
		case "ftp": return "Set \"tls-mode: explicit\" (and \"port: 21\" if that is the server's port).";
		case "ssh": return notSftp;
		case "other": return mode === "explicit" ? beforeTls : "Check \"server\" and \"port\": this is no FTPS server.";
		case void 0: return handshakeAdvice(error.reason);
	}
}
function handshakeAdvice(reason) {
	if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN/.test(reason)) return "The server wants a client certificate that it knows: set \"tls-client-cert\" and \"tls-client-key\", or check the ones that are set.";
	if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|INAPPROPRIATE_FALLBACK/.test(reason)) return "The server and \"tls-min-version\" to \"tls-max-version\" have no TLS version in common; widen them if you may, or have the server updated.";
	if (/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS/.test(reason)) return "The server broke the handshake off: it has no cipher in common with the runner, or it wants a client certificate (\"tls-client-cert\", \"tls-client-key\").";
	return "The server speaks TLS in a way that is not understood; its log may tell more.";
}
function lostAdvice(error, { mode }) {
	if (error.connection === "data") return "The server, or a firewall on the way, broke the data connection; the transcript (output \"transcript\") shows the last replies.";
	if (error.isAlert) return handshakeAdvice(error.reason ?? "");
	if (error.phase === "tls") return "The server ended the connection instead of answering TLS: check \"port\" and \"tls-mode\". A server that blocks the runner's address does this too.";
	if ((mode === "explicit" ? error.verb === "USER" : error.phase === "greeting") && mode !== "none") return "The server ended the session as soon as TLS was up: it may want a client certificate (\"tls-client-cert\", \"tls-client-key\"), or block the runner's address.";
	if (error.phase === "greeting") return "The server said nothing: it may block the runner's address, or want TLS at once (\"tls-mode: implicit\").";
	return "The server, or a firewall on the way, ended the session; the transcript (output \"transcript\") shows the last replies.";
}
function protocolAdvice(error) {
	if (error.received.startsWith("SSH-")) return notSftp;
	if (error.rule === "plaintext-after-auth") return beforeTls;
	return "Check \"server\" and \"port\": is this an FTP server? The transcript (output \"transcript\") shows what it said.";
}
// src/action/advice/error-text.ts
/** An error in words: what happened and to which file, what to do, and what became of the others. */
function errorText(error, context, files) {
	const advice = adviceFor(error, context);
	const message = [
		sentence(error, files),
		...advice === void 0 ? [] : [advice],
		...statusCounts(files)
	].join("\n");
	return {
		code: "code" in error ? String(error.code) : error.name,
		message
	};
}
function sentence(error, files) {
	const first = files.find((file) => file.error === error);
	return first === void 0 ? error.message : `${sanitize(first.remotePath)}: ${error.message}`;
}
function statusCounts(files) {
	if (files.length === 0) return [];
	const [uploaded, failed, pending] = [
		"uploaded",
		"failed",
		"pending"
	].map((status) => total(files, status).files);
	return [`${uploaded ?? 0} uploaded, ${failed ?? 0} failed, ${pending ?? 0} not reached.`];
}
// src/action/report/capability-lines.ts
/** What the abilities of a server mean for the inputs, a sentence each. */
function capabilityLines(abilities, inputs) {
	return [
		resuming(abilities),
		sizes(abilities),
		checksums(abilities),
		times(abilities),
		publishing(inputs)
	];
}
function resuming({ canResume }) {
	return canResume ? "A large upload that breaks goes on where it broke off (REST STREAM)." : "An upload that breaks begins again: the server does not name both REST STREAM and SIZE.";
}
function sizes({ supportsSize: tellsSizes }) {
	return tellsSizes ? "\"verify-uploads: size\" compares sizes (SIZE)." : "The server does not name SIZE; if it does not know it, \"verify-uploads: size\" compares nothing.";
}
function checksums({ checksum }) {
	if (checksum === void 0) return "It offers no checksum, so that \"verify-uploads: checksum\" fails.";
	const { verb, option } = checksum;
	return `"verify-uploads: checksum" compares checksums (${option === void 0 ? verb : `${verb} ${option}`}).`;
}
function times({ mtimeCommand: setsTimes }) {
	switch (setsTimes) {
		case "MFMT": return "\"preserve-mtime: true\" sets the times of modification (MFMT).";
		case "MDTM": return "\"preserve-mtime: true\" is tried by MDTM, which some servers only know for asking; a refusal is no error.";
		case void 0: return "The server names no command that sets times of modification, so that \"preserve-mtime: true\" may do nothing.";
	}
}
function publishing({ publish }) {
	return publish === "direct" ? "\"publish: direct\" needs no right but to upload." : `"publish: ${publish}" needs the right to rename and to delete, which no server tells: the first deployment shows it.`;
}
// src/action/report/tls-lines.ts
const expiryWarningDays = 30;
/** By what the inputs let a certificate be judged; pins count before everything else. */
function trustOf({ pins, verify }) {
	if (pins.length > 0) return "pin";
	return verify ? "authority" : "nothing";
}
/** What TLS came to, line by line. */
function tlsLines({ protocol, cipher, certificate }) {
	return [
		`TLS: ${protocol}, ${cipher}`,
		`Certificate: ${sanitize(certificate.subject)}`,
		`  issued by ${sanitize(certificate.issuer)}`,
		`  valid until ${formatDay(certificate.validTo)}, ${formatDaysLeft(daysLeft(certificate))}`,
		`  SHA-256 ${certificate.fingerprint256}`
	];
}
/** What to warn of although the connection stands. */
function tlsWarnings({ certificate }, options) {
	const days = daysLeft(certificate);
	const warnings = [];
	if (trustOf(options) === "nothing") warnings.push(`The certificate was not checked (tls-verify: false): anybody could have answered. Use this line instead of it:\n  ${pinLine(certificate)}`);
	if (days < expiryWarningDays) warnings.push(`The server's certificate is valid until ${formatDay(certificate.validTo)} only (${formatDaysLeft(days)}); its operator should renew it.`);
	return warnings;
}
// src/action/report/preflight-lines.ts
const titles = {
	network: "Network",
	tls: "TLS",
	login: "Login",
	directory: "remote-dir",
	transfer: "Transfer"
};
const verdicts = {
	network,
	tls,
	login,
	directory,
	transfer
};
/**
* Puts a preflight into words.
*
* @param failure - What happened at the step that failed and what to do, as a deployment would say it.
*/
function preflightReport(result, wishes, failure = "") {
	const { capabilities: abilities } = result;
	return {
		lines: preflightSteps.map((step) => ({
			step,
			title: titles[step],
			...verdict(step, result, wishes, failure)
		})),
		capabilities: abilities === void 0 ? [] : capabilityLines(abilities, wishes)
	};
}
function verdict(step, result, wishes, failure) {
	const failed = result.failure?.step ?? step;
	if (preflightSteps.indexOf(step) > preflightSteps.indexOf(failed)) return {
		outcome: "not tried",
		text: "not tried"
	};
	if (step !== result.failure?.step) return verdicts[step](result, wishes);
	return {
		outcome: "failed",
		text: [failure, ...where(step, result)].join("\n")
	};
}
function where(step, { addresses, connection }) {
	const { host } = connection.endpoint;
	return step === "network" && addresses.length > 0 ? [`${host} is ${addresses.join(", ")}.`] : [];
}
function network({ addresses, connection }) {
	const { host, port } = connection.endpoint;
	return passed(addresses.length === 0 ? `port ${port} of ${host} is open` : `${host} is ${addresses.join(", ")}; port ${port} is open`);
}
function tls({ connection }, wishes) {
	if (connection.mode === "none") return warned("none: user name, password and files travel in clear text");
	if (connection.tls === void 0) return passed("up");
	const { protocol, certificate } = connection.tls;
	const [subject, issuer] = [sanitize(certificate.subject), sanitize(certificate.issuer)];
	const text = `${protocol}; certificate of ${subject}, issued by ${issuer}, valid until ${`${formatDay(certificate.validTo)} (${formatDaysLeft(daysLeft(certificate))})`}${{
		authority: "",
		pin: "; trusted by its pin",
		nothing: "; not checked (tls-verify: false)"
	}[trustOf(wishes.tls)]}`;
	return tlsWarnings(connection.tls, wishes.tls).length === 0 ? passed(text) : warned(text);
}
function login({ connection: { greeting = "", loginDirectory } }) {
	return passed(`accepted${greeting === "" ? "" : ` by "${greeting}"`}${loginDirectory === void 0 ? "" : `; it leads to ${quoted(loginDirectory)}`}`);
}
function directory({ directory: found }, wishes) {
	const { remoteDirectory } = wishes;
	if (remoteDirectory === "") return passed("the login directory");
	const name = quoted(remoteDirectory);
	if (found === "there") return passed(`${name} is there`);
	if (found === "unknown" || found === void 0) return warned(`${name} was not looked for: the server does not say where the login leads`);
	return warned(`${name} cannot be entered (${formatReply(found.reply)}): most likely it is not there yet, and a deployment makes it; if it should be there, check "remote-dir" and the rights of this account`);
}
function transfer({ listing, connection }) {
	if (listing !== "read" && listing !== void 0) return warned(`the port for data can be reached; the account may not list directories (${formatReply(listing.reply)}), so that TLS on it is seen with the first upload only`);
	if (connection.mode === "none") return passed("one data connection, in clear text");
	return passed(connection.dataConnections.resumed === 1 ? "one data connection, TLS session resumed" : "one data connection; the TLS session was not resumed, which this server does not insist on");
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
function quoted(path) {
	return `"${sanitize(path, path.length)}"`;
}
// src/action/report/outcome.ts
/** Puts an outcome into words. */
function buildReport(outcome, inputs, times, redact) {
	const { files, connection, retries, error } = outcome;
	const uploads = inputs?.dryRun === true ? [] : files;
	const shown = error === void 0 ? void 0 : errorText(error, context(outcome, inputs), uploads);
	return {
		...times,
		files,
		...connection === void 0 ? {} : { connection },
		...retries === void 0 ? {} : { retries },
		...shown === void 0 ? {} : { error: {
			...shown,
			message: redact(shown.message)
		} },
		...inputs === void 0 ? {} : fromInputs(outcome, inputs, shown?.message)
	};
}
function fromInputs({ preflight }, inputs, failure) {
	return {
		endpoint: inputs.endpoint,
		trust: trustOf(inputs.tls),
		...inputs.dryRun ? { isDryRun: true } : {},
		...preflight === void 0 ? {} : { preflight: preflightReport(preflight, inputs, failure) }
	};
}
function context({ connection }, inputs) {
	return {
		host: inputs?.endpoint.host ?? "",
		mode: inputs?.mode ?? "implicit",
		passwordIsEmpty: inputs?.password === "",
		loginDirectory: connection?.loginDirectory
	};
}
// src/action/log/preflight-log.ts
const marks$2 = {
	passed: "✔",
	warned: "⚠",
	failed: "✘",
	"not tried": "–"
};
const titleWidth = 12;
/** Writes what a preflight found to the log: a line a step, what to do below it, and what the server offers. */
function logPreflight({ lines, capabilities: offers }, log) {
	for (const { title, outcome, text } of lines) {
		const indented = text.replaceAll("\n", `\n${" ".repeat(14)}`);
		log.info(`${marks$2[outcome]} ${title.padEnd(titleWidth)}${indented}`);
	}
	if (offers.length === 0) return;
	log.group("What the server offers");
	for (const offer of offers) log.info(offer);
}
// src/action/report/manifest.ts
/**
* The run as JSON, for later steps and for the record, in pieces: of a hundred thousand files the whole text would
* take more memory than all the rest of the run.
*/
function* manifest(report, redact) {
	const { connection, error } = report;
	yield `${json({ run: {
		startedAt: report.startedAt.toISOString(),
		durationSeconds: seconds(report.milliseconds),
		outcome: error === void 0 ? "success" : "failure",
		...error === void 0 ? {} : { error },
		...report.isDryRun === true ? { dryRun: true } : {},
		...report.preflight === void 0 ? {} : { preflight: steps(report.preflight, redact) },
		...connection === void 0 ? {} : {
			server: connection.endpoint.host,
			port: connection.endpoint.port,
			tlsMode: connection.mode,
			...tlsFields(report),
			dataConnections: connection.dataConnections,
			controlConnections: connection.controlConnections,
			serverSoftware: redact(connection.greeting ?? "")
		}
	} }).slice(0, -2)},\n  "files": [`;
	for (const [index, file] of report.files.entries()) yield `${index === 0 ? "" : ","}\n    ${json(entry(file, redact)).replaceAll("\n", "\n    ")}`;
	yield report.files.length === 0 ? "]\n}\n" : "\n  ]\n}\n";
}
function json(value) {
	return JSON.stringify(value, void 0, 2);
}
function steps({ lines }, redact) {
	return lines.map(({ step, outcome, text }) => ({
		step,
		outcome,
		text: redact(text)
	}));
}
function tlsFields(report) {
	const tls = report.connection?.tls;
	if (tls === void 0) return {};
	const { certificate } = tls;
	return {
		tlsProtocol: tls.protocol,
		tlsCipher: tls.cipher,
		certificate: {
			subject: certificate.subject,
			issuer: certificate.issuer,
			sha256: certificate.fingerprint256,
			publicKeySha256: certificate.publicKeySha256,
			expires: certificate.validTo.toISOString(),
			daysLeft: daysLeft(certificate, report.startedAt.getTime())
		}
	};
}
function entry(file, redact) {
	return {
		local: displayPath(file),
		remote: file.remotePath,
		bytes: file.sizeBytes,
		sha256: file.sha256 ?? null,
		milliseconds: Math.round(file.milliseconds),
		attempts: file.attempts,
		status: file.status,
		verified: file.verified,
		error: file.error === void 0 ? null : redact(file.error.message)
	};
}
/** Seconds with three decimals. */
function seconds(milliseconds) {
	return Math.round(milliseconds) / 1e3;
}
// src/action/report/outputs.ts
const maximumListBytes = 524288;
/**
* Sets every output, on success and failure alike.
*
* @returns What to warn of: a list of files that is too long for an output.
*/
function setOutputs(report, files) {
	const list = uploadedPaths(report);
	const uploaded = total(report.files, "uploaded");
	setOutput("uploaded-files", list ?? "[]");
	setOutput("uploaded-count", uploaded.files);
	setOutput("uploaded-bytes", uploaded.bytes);
	setOutput("failed-count", total(report.files, "failed").files);
	setOutput("pending-count", total(report.files, "pending").files);
	setOutput("duration-seconds", seconds(report.milliseconds));
	setOutput("manifest", files.manifest);
	setOutput("transcript", files.transcript);
	return list === void 0 ? `The output "uploaded-files" would be longer than 512 KiB and is left empty; the file in the output "manifest" has the whole list.` : void 0;
}
/** The list as JSON; undefined as soon as it is too long. */
function uploadedPaths({ files }) {
	const paths = [];
	let bytes = 2;
	for (const { status, remotePath } of files) {
		if (status !== "uploaded") continue;
		const path = JSON.stringify(remotePath);
		bytes += Buffer.byteLength(path) + (paths.length === 0 ? 0 : 1);
		if (bytes > maximumListBytes) return void 0;
		paths.push(path);
	}
	return `[${paths.join(",")}]`;
}
// src/action/report/write-chunks.ts
const writeCharacters = 65536;
/** Writes a file from pieces of its text, many in one go; what is there is replaced. */
function writeChunks(path, pieces) {
	const file = node_fs__WEBPACK_IMPORTED_MODULE_5__.openSync(path, "w");
	try {
		let pending = "";
		for (const piece of pieces) {
			pending += piece;
			if (pending.length < writeCharacters) continue;
			node_fs__WEBPACK_IMPORTED_MODULE_5__.writeFileSync(file, pending);
			pending = "";
		}
		node_fs__WEBPACK_IMPORTED_MODULE_5__.writeFileSync(file, pending);
	} finally {
		node_fs__WEBPACK_IMPORTED_MODULE_5__.closeSync(file);
	}
}
// src/action/report/markup.ts
const entities = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
/** Text as HTML, control characters made visible: it can be no tag and no entity. */
function escapeHtml(text, maximum = 300) {
	return sanitize(text, maximum).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
/** Foreign text as inline code: nothing in it becomes a link, a mention or markup. */
function code(text, maximum = 300) {
	return `<code>${escapeHtml(text, maximum)}</code>`;
}
/** Text that a narrow column does not break. */
function nonBreaking(text) {
	return text.replaceAll(" ", "\xA0");
}
/** A table row of cells that are HTML already. */
function row(tag, cells) {
	return `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>\n`;
}
const columns = 110;
/** Lines of text as they are, without markup; long ones are broken, since a page would let them run out of sight. */
function preformatted(text) {
	return `<pre>${text.split("\n").flatMap((line) => wrap(line)).map((line) => escapeHtml(line, 1e3)).join("\n")}</pre>\n`;
}
/** A line in parts of at most so many characters, as far as there are spaces; what goes on is indented like the rest. */
function wrap(line) {
	const indent = /^ */.exec(line)?.[0] ?? "";
	const lines = [];
	let rest = line;
	while (rest.length > columns) {
		const last = rest.lastIndexOf(" ", columns);
		const space = last > indent.length ? last : rest.indexOf(" ", columns);
		if (space === -1) break;
		lines.push(rest.slice(0, space));
		rest = indent + rest.slice(space + 1);
	}
	return [...lines, rest];
}
// src/action/report/summary-facts.ts
/** The totals of a deployment, and how the server was trusted, as a table of names and values. */
function facts(report) {
	return `<table>\n${[...totals(report), ...trustRows(report)].map(([name, value]) => `<tr><th align="left">${name}</th><td>${value}</td></tr>\n`).join("")}</table>\n`;
}
function totals({ files, milliseconds, retries = 0 }) {
	const { bytes } = total(files, "uploaded");
	const rate = bytes === 0 ? "" : ` (${formatRate(bytes, milliseconds)})`;
	const failed = total(files, "failed").files;
	const pending = total(files, "pending").files;
	return [
		...failed + pending > 0 ? [["Failed", count(failed, "file")], ["Not reached", count(pending, "file")]] : [],
		["Uploaded", formatBytes(bytes)],
		["Time", `${formatDuration(milliseconds)}${rate}`],
		...retries > 0 ? [["Retries", String(retries)]] : []
	];
}
function trustRows({ connection, trust, startedAt }) {
	if (connection === void 0) return [];
	if (connection.mode === "none") return [["TLS", "⚠️ none: clear text"]];
	const { tls, dataConnections } = connection;
	if (tls === void 0) return [];
	const { resumed, total: all } = dataConnections;
	return [
		["TLS", `${code(tls.protocol)} ${code(tls.cipher)}`],
		...certificateRows(tls, startedAt),
		...trust === void 0 ? [] : [["Trusted by", trustedBy[trust]]],
		...all === 0 ? [] : [["TLS session resumed", `${resumed} of ${all} data connections`]]
	];
}
const trustedBy = {
	authority: "an authority that the runner or <code>tls-ca</code> trusts",
	pin: "<code>tls-pin</code>",
	nothing: "⚠️ nothing: the certificate was not checked (<code>tls-verify: false</code>)"
};
function certificateRows({ certificate }, startedAt) {
	const days = daysLeft(certificate, startedAt.getTime());
	return [
		["Certificate", `${code(certificate.subject)}, issued by ${code(certificate.issuer)}`],
		["Valid until", `${formatDay(certificate.validTo)} (${formatDaysLeft(days)})`],
		["SHA-256", code(certificate.fingerprint256)]
	];
}
// src/action/report/summary-files.ts
const maximumRows = 300;
const maximumBytes = 409600;
const pathCharacters = 200;
const order = {
	failed: 0,
	pending: 1,
	uploaded: 2
};
/** What became of each file: failures first, then what was not reached. */
function filesTable(files) {
	return table([
		"File",
		"Size",
		"Time",
		""
	], files.toSorted((a, b) => order[a.status] - order[b.status]), (file) => [
		code(file.remotePath, pathCharacters),
		nonBreaking(formatBytes(file.sizeBytes)),
		file.status === "pending" ? "" : nonBreaking(formatDuration(file.milliseconds)),
		statusCell(file)
	]);
}
/** What would go where. */
function planTable(files) {
	return table([
		"Local file",
		"Remote path",
		"Size"
	], files, (file) => [
		code(displayPath(file), pathCharacters),
		code(file.remotePath, pathCharacters),
		nonBreaking(formatBytes(file.sizeBytes))
	]);
}
function statusCell({ status, attempts, error }) {
	switch (status) {
		case "failed": return `❌ failed: ${code(error?.message ?? "failed")}`;
		case "pending": return "⏸️ not reached";
		case "uploaded": return attempts > 1 ? `✅ uploaded at attempt ${attempts}` : "✅ uploaded";
	}
}
/** As many rows as may be shown; above a table that is cut it says so, and names the extremes of all. */
function table(head, files, cells) {
	if (files.length === 0) return "";
	const budget = new ByteBudget(maximumBytes);
	const rows = [];
	for (const file of files.slice(0, maximumRows)) {
		const text = row("td", cells(file));
		if (!budget.tryAdd(text)) break;
		rows.push(text);
	}
	const shown = `<table>\n${row("th", head)}${rows.join("")}</table>\n`;
	return rows.length === files.length ? shown : `${cut(files, rows.length)}\n${shown}`;
}
function cut(files, shown) {
	const largest = greatest(files, ({ sizeBytes }) => sizeBytes);
	const slowest = greatest(files, ({ milliseconds }) => milliseconds);
	return `<p>${[
		`${shown} of ${count(files.length, "file")} are shown here; the manifest lists all of them.`,
		`Largest: ${code(largest.remotePath, pathCharacters)}, ${formatBytes(largest.sizeBytes)}`,
		...slowest.milliseconds === 0 ? [] : [`Slowest: ${code(slowest.remotePath, pathCharacters)}, ${formatDuration(slowest.milliseconds)}`]
	].join("<br>\n")}</p>\n`;
}
function greatest(files, measure) {
	return files.reduce((best, file) => measure(file) > measure(best) ? file : best);
}
// src/action/report/summary-preflight.ts
const marks$1 = {
	passed: "✅",
	warned: "⚠️",
	failed: "❌",
	"not tried": "➖"
};
/** What a preflight found, a row a step, and what the server offers. */
function preflightTable({ lines, capabilities: offers }) {
	const rows = lines.map(({ title, outcome, text }) => `<tr><th align="left" nowrap>${marks$1[outcome]} ${title}</th><td>${firstLine(text)}</td></tr>\n`);
	const items = offers.map((offer) => `<li>${escapeHtml(offer)}</li>\n`);
	const list = items.length === 0 ? "" : `\n<h4>What the server offers</h4>\n\n<ul>\n${items.join("")}</ul>\n`;
	return `<table>\n${rows.join("")}</table>\n${list}`;
}
function firstLine(text) {
	return code(text.split("\n")[0] ?? "", 600);
}
// src/action/report/summary.ts
/**
* The job summary as Markdown (HTML blocks only, so that nothing foreign is read as Markdown): the outcome, the totals,
* how the server was trusted, and a table of the files, failures first. GitHub takes 1 MiB of a step; the tables are
* cut far below that.
*/
function summary(report) {
	const { error, preflight, isDryRun = false, files } = report;
	const isTrial = isDryRun || preflight !== void 0;
	return [
		`<h3>${headline(report)}</h3>\n`,
		error === void 0 ? "" : preformatted(error.message),
		preflight === void 0 ? "" : preflightTable(preflight),
		isDryRun && preflight !== void 0 && files.length > 0 ? `<h3>${planned(report)}</h3>\n` : "",
		isTrial ? "" : facts(report),
		isTrial ? planTable(files) : filesTable(files)
	].filter((block) => block !== "").join("\n");
}
function headline(report) {
	const { error, files, preflight, isDryRun = false } = report;
	if (preflight !== void 0) return error === void 0 ? `✅ Preflight passed${at(report)}` : `❌ Preflight failed${at(report)}`;
	if (error === void 0) {
		if (files.length === 0) return "ℹ️ No files to upload";
		return isDryRun ? planned(report) : `✅ ${count(files.length, "file")} uploaded${to(report)}`;
	}
	if (isDryRun) return "❌ The dry run failed";
	if (files.length === 0) return "❌ Nothing was uploaded";
	return `❌ ${total(files, "uploaded").files} of ${count(files.length, "file")} uploaded${to(report)}`;
}
function planned(report) {
	const { files } = report;
	const size = formatBytes(total(files, "pending").bytes);
	return `📋 Dry run: ${count(files.length, "file")}, ${size}, would be uploaded${to(report)}`;
}
function to({ endpoint }) {
	return endpoint === void 0 ? "" : ` to ${code(endpoint.host)}`;
}
function at({ endpoint }) {
	return endpoint === void 0 ? "" : `: ${code(endpoint.host)}`;
}
// src/action/report/write-report.ts
/**
* Hands the report of a run over: the manifest and the outputs to later steps, the summary to people.
*
* @throws What keeps the manifest or the outputs from being written.
*/
async function writeReport(report, files, log, redact) {
	await writeSummary(redact(summary(report)), log);
	writeChunks(files.manifest, manifest(report, redact));
	const warning = setOutputs(report, files);
	if (warning !== void 0) log.warning(warning);
}
async function writeSummary(text, log) {
	if ((process.env["GITHUB_STEP_SUMMARY"] ?? "") === "") return;
	try {
		await summary$1.addRaw(text).write();
	} catch (error) {
		log.info(`This runner takes no job summary: ${error.message}`);
	}
}
// src/action/log/redactor.ts
/**
* Takes out of text what must not be shown. The runner masks secrets as well; nothing here depends on that.
*/
var Redactor = class {
	#secrets;
	#identifying;
	constructor({ secrets, username, hosts }) {
		const shapes = secrets.flatMap((secret) => [
			secret,
			sanitize(secret),
			secret.replaceAll("\"", "\"\"")
		]);
		this.#secrets = longestFirst(shapes);
		this.#identifying = [...longestFirst(hosts.flatMap(withDomain)).map(hostPattern), ...username === "" ? [] : [userPattern(username)]];
	}
	/** For everything that is shown: without secrets. */
	secret(text) {
		return this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
	}
	/** For what may be attached to a bug report: without secrets, user name, hosts and addresses. */
	identity(text) {
		const open = this.secret(text);
		return this.#identifying.reduce((shown, pattern) => shown.replace(pattern, "***"), open).replace(ipv6Candidate, hideAddress).replace(ipv4Address, "***").replace(passiveAddress, "***");
	}
};
const ipv4Address = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;
const ipv6Candidate = /(?<!\w|[\da-f]:|::)(?:[\da-f:]{2,30}:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]{1,38}[\da-f:])(?!\w|:\w)/gi;
const passiveAddress = /(?<![\d,])\d{1,3}(?:,\d{1,3}){3}(?!\d)/g;
function hideAddress(text) {
	const address = text.replace(/(?<!:):$/, "");
	if (address.indexOf(":") === address.lastIndexOf(":")) return text;
	return node_net__WEBPACK_IMPORTED_MODULE_0__.isIPv6(address) ? text.replace(address, "***") : text;
}
function longestFirst(texts) {
	return [...new Set(texts)].filter((text) => text !== "").sort((a, b) => b.length - a.length);
}
function withDomain(host) {
	const labels = host.split(".");
	return node_net__WEBPACK_IMPORTED_MODULE_0__.isIP(host) === 0 && labels.length > 2 ? [host, labels.slice(1).join(".")] : [host];
}
function hostPattern(host) {
	return new RegExp(`(?<![\\w.-])(?:[\\w-]+\\.)*${RegExp.escape(host)}(?![\\w-])`, "gi");
}
function userPattern(username) {
	const escaped = RegExp.escape(username);
	return username.length < 4 ? new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu") : new RegExp(escaped, "giu");
}
// src/action/report/run-files.ts
/**
* Makes a directory of this run's own for its files: in the runner's temporary directory, or in the system's where the
* runner has none that can be used.
*/
function createRunFiles() {
	const directory = createDirectory(process.env["RUNNER_TEMP"] ?? "");
	return {
		manifest: node_path__WEBPACK_IMPORTED_MODULE_6__.join(directory, "manifest.json"),
		transcript: node_path__WEBPACK_IMPORTED_MODULE_6__.join(directory, "transcript.txt")
	};
}
function createDirectory(runnerTemp) {
	const name = "open-ftps-action-";
	try {
		if (runnerTemp === "") return node_fs__WEBPACK_IMPORTED_MODULE_5__.mkdtempSync(node_path__WEBPACK_IMPORTED_MODULE_6__.join(node_os__WEBPACK_IMPORTED_MODULE_13__.tmpdir(), name));
		node_fs__WEBPACK_IMPORTED_MODULE_5__.mkdirSync(runnerTemp, { recursive: true });
		return node_fs__WEBPACK_IMPORTED_MODULE_5__.mkdtempSync(node_path__WEBPACK_IMPORTED_MODULE_6__.join(runnerTemp, name));
	} catch (error) {
		if (runnerTemp !== "") return createDirectory("");
		throw error;
	}
}
// src/action/log/progress.ts
/** Milliseconds between two lines. */
const intervalMs = 5e3;
/**
* Tells how far a long piece of work has come, when nothing else has been told for a few seconds. It is asked for every
* buffer that is sent and so does no more than compare the time, unless there is something to tell.
*/
var Progress = class {
	#print;
	#totals;
	#now;
	#printedAt;
	#work = "uploaded";
	#workSince;
	#endedFiles = 0;
	#endedBytes = 0;
	#file;
	#fileSince = 0;
	#bytesAtFirst = 0;
	#bytes = 0;
	/** @param now - Milliseconds on a clock that never goes back. */
	constructor(print, totals, now = () => performance.now()) {
		this.#print = print;
		this.#totals = totals;
		this.#now = now;
		this.#printedAt = this.#workSince = now();
	}
	/** All files are gone through, for the first time or once more. */
	begin(work) {
		this.#work = work;
		this.#printedAt = this.#workSince = this.#now();
		this.#endedFiles = this.#endedBytes = 0;
	}
	/** Something was told by others. */
	printed() {
		this.#printedAt = this.#now();
	}
	/** So much of a file has been sent. */
	sent(file, bytes) {
		if (file !== this.#file || bytes < this.#bytes) this.#beginFile(file, bytes);
		this.#bytes = bytes;
		if (this.#isTime(this.#fileSince)) this.#report(this.#fileLine(file));
	}
	/** A file is done with, and there is no line for it alone. */
	ended({ sizeBytes }) {
		this.#endedFiles += 1;
		this.#endedBytes += sizeBytes;
		if (this.#isTime(this.#workSince)) this.#report(this.#countLine());
	}
	#beginFile(file, bytes) {
		this.#file = file;
		this.#fileSince = this.#now();
		this.#bytesAtFirst = bytes;
	}
	/** Whether something that has lasted since then is worth a line now. */
	#isTime(since) {
		return this.#now() - Math.max(since, this.#printedAt) >= intervalMs;
	}
	#report(line) {
		this.#print(line);
		this.printed();
	}
	#fileLine({ remotePath, sizeBytes }) {
		const took = this.#now() - this.#fileSince;
		const moved = this.#bytes - this.#bytesAtFirst;
		const percent = Math.floor(100 * share(this.#bytes, sizeBytes));
		const left = timeLeft(took, share(moved, sizeBytes - this.#bytesAtFirst));
		return `${sanitize(remotePath)}  ${percent} % of ${formatBytes(sizeBytes)}, ${formatRate(moved, took)}, ${left}`;
	}
	#countLine() {
		const took = this.#now() - this.#workSince;
		const { files, bytes } = this.#totals;
		const perSecond = (1e3 * this.#endedFiles / took).toFixed(1);
		const count = `${this.#endedFiles} of ${files} files ${this.#work}, ${perSecond} files/s`;
		const byFiles = share(this.#endedFiles, files);
		if (this.#work === "published") return `${count}, ${timeLeft(took, byFiles)}`;
		const left = timeLeft(took, Math.min(byFiles, share(this.#endedBytes, bytes)));
		return `${count}, ${`${formatBytes(this.#endedBytes)} of ${formatBytes(bytes)}`}, ${formatRate(this.#endedBytes, took)}, ${left}`;
	}
};
function share(part, whole) {
	return whole === 0 ? 1 : part / whole;
}
/** How long the rest takes when it goes on as it went. */
function timeLeft(tookMs, done) {
	return done === 0 ? "time left not known" : `about ${formatDuration(tookMs * (1 - done) / done)} left`;
}
// src/action/log/run-observer.ts
/** Up to so many files each has a line of its own; where there are more, only failures have, and there is a count. */
const filesWithLines = 500;
const troubleBytes = 307200;
/** Tells the job log, a group a phase, and the transcript what a deployment does. */
var RunObserver = class {
	#log;
	#transcript;
	#inputs;
	#files;
	#progress;
	#failures = new ByteBudget(troubleBytes);
	#isFailureListCut = false;
	constructor(log, transcript, inputs, plan) {
		this.#log = log;
		this.#transcript = transcript;
		this.#inputs = inputs;
		this.#files = plan.uploads.length;
		const totals = {
			files: this.#files,
			bytes: plan.totalBytes
		};
		this.#progress = new Progress((line) => {
			log.info(line);
		}, totals);
	}
	phase(phase) {
		const { endpoint } = this.#inputs;
		const titles = {
			connect: `Connecting to ${endpoint.host}, port ${endpoint.port}`,
			directories: "Directories",
			upload: `Uploading ${count(this.#files, "file")}`,
			publish: "Publishing"
		};
		this.#log.group(titles[phase]);
		this.#progress.begin(phase === "publish" ? "published" : "uploaded");
	}
	connected(tls, greeting) {
		if (tls !== void 0) {
			for (const line of tlsLines(tls)) this.#log.info(line);
			for (const warning of tlsWarnings(tls, this.#inputs.tls)) this.#log.warning(warning);
		}
		this.#log.info(`Server: ${greeting}`);
	}
	loggedIn() {
		this.#log.info("Logged in.");
	}
	directoriesReady(made, existing) {
		this.#log.info(`${count(made, "directory", "directories")} made, ${existing} there before.`);
	}
	retrying(what, error, pauseMs) {
		this.#transcript.add({
			from: "note",
			text: `trying again: ${sanitize(error.message)}`
		});
		const when = formatDuration(pauseMs);
		this.#logFailure(`${sanitize(what)}: ${error.message} Trying again in ${when}.`);
	}
	fileProgress(file, bytesSent) {
		this.#progress.sent(file, bytesSent);
	}
	fileStaged(file, index) {
		this.#logFile(file, index, "  staged");
	}
	fileDone(file, index) {
		if (file.error === void 0) this.#logFile(file, index);
		else this.#logFailure(`${this.#place(file, index)}  FAILED: ${file.error.message}`);
	}
	notice(text) {
		this.#log.notice(text);
	}
	dialogue(line) {
		this.#log.debug(this.#transcript.add(line));
	}
	#logFile(file, index, remark = "") {
		if (this.#files > filesWithLines) this.#progress.ended(file);
		else this.#print(`${this.#place(file, index)}  ${measures(file)}${remark}`);
	}
	#logFailure(line) {
		if (this.#failures.tryAdd(line)) this.#print(line);
		else if (!this.#isFailureListCut) {
			this.#isFailureListCut = true;
			this.#print("What else fails is not shown here; the manifest (output \"manifest\") names it.");
		}
	}
	#print(line) {
		this.#log.info(line);
		this.#progress.printed();
	}
	#place(file, index) {
		return `[${index + 1}/${this.#files}] ${sanitize(file.remotePath)}`;
	}
};
function measures({ sizeBytes, milliseconds, attempts }) {
	const tries = attempts > 1 ? `  at attempt ${attempts}` : "";
	const rate = sizeBytes === 0 ? "" : `  ${formatRate(sizeBytes, milliseconds)}`;
	return `${formatBytes(sizeBytes)}  ${formatDuration(milliseconds)}${rate}${tries}`;
}
// src/action/log/transcript.ts
const flushCharacters = 65536;
const marks = {
	client: "C:",
	server: "S:",
	note: "--"
};
/** The dialogue with the server as a file, with the seconds since the start before each line. */
var Transcript = class {
	path;
	#redact;
	#started = performance.now();
	#pending = "";
	#fault;
	/** @param redact - Takes out what must not be in a file that is attached to a bug report. */
	constructor(path, redact) {
		this.path = path;
		this.#redact = redact;
		node_fs__WEBPACK_IMPORTED_MODULE_5__.writeFileSync(path, "");
	}
	/** Adds a line and returns it as it was written, without the time. */
	add(line) {
		const shown = `${marks[line.from]} ${this.#redact(line.text)}`;
		const seconds = ((performance.now() - this.#started) / 1e3).toFixed(3);
		this.#pending += `${seconds.padStart(9)} ${shown}\n`;
		if (this.#pending.length >= flushCharacters) this.flush();
		return shown;
	}
	/** Why it could not be written to its end; undefined when it could. */
	get fault() {
		return this.#fault;
	}
	/** Writes what is still in memory. Never throws: a full disk must not break off an upload. */
	flush() {
		try {
			if (this.#pending !== "") node_fs__WEBPACK_IMPORTED_MODULE_5__.appendFileSync(this.path, this.#pending);
		} catch (error) {
			this.#fault ??= error;
		}
		this.#pending = "";
	}
};
// src/action/upload-plan.ts
/**
* Finds the files and maps them to the server.
*
* @returns undefined when there is nothing to upload and that is no error.
* @throws {@link NoFilesError} when it is one; `PlanError` when files cannot be uploaded as asked.
*/
async function planFiles(inputs, log) {
	log.group("Files");
	const found = await findLocalFiles({
		patterns: inputs.patterns,
		followSymlinks: inputs.followSymlinks,
		workspace: workspace()
	});
	if (found.gitFiles > 0) log.info(`${count(found.gitFiles, "file")} in .git left out: no pattern names it.`);
	if (found.skippedLinks > 0) log.info(`${count(found.skippedLinks, "link")} left out: follow-symlinks is false.`);
	const mapping = {
		...inputs,
		baseDirectory: inputs.baseDirectory ?? found.commonDirectory
	};
	const plan = planUploads(found.files, mapping, found.problems);
	if (plan.uploads.length === 0) {
		reportNoFiles(inputs, log);
		return;
	}
	const where = plan.remoteDirectory === "" ? "the login directory" : `"${plan.remoteDirectory}"`;
	const size = formatBytes(plan.totalBytes);
	log.info(`${count(plan.uploads.length, "file")}, ${size}, to go to ${where}.`);
	return plan;
}
function workspace() {
	const directory = process.env["GITHUB_WORKSPACE"] ?? "";
	return node_fs__WEBPACK_IMPORTED_MODULE_5__.existsSync(directory) ? directory : process.cwd();
}
function reportNoFiles({ patterns, ifNoFilesFound }, log) {
	const error = new NoFilesError(patterns, process.cwd());
	if (ifNoFilesFound === "error") throw error;
	if (ifNoFilesFound === "warn") log.warning(`${error.message}\n${patternAdvice(error)}`);
	else log.info(error.message);
}
// src/action/run.ts
/** Milliseconds before the first retry. */
const firstPauseMs = 1e3;
/** The whole action: inputs, files, deployment, report. Sets the exit code; never throws. */
async function run() {
	const log = new Log();
	let files;
	try {
		files = createRunFiles();
	} catch (error) {
		log.failed(`There is no directory for temporary files: ${error.message}\nSet RUNNER_TEMP to one that can be written.`);
		return;
	}
	await new Run(log, files).run();
}
/** One run, from the inputs to the report. */
var Run = class {
	#log;
	#files;
	#startedAt = /* @__PURE__ */ new Date();
	#started = performance.now();
	#redactor = new Redactor({
		secrets: [],
		username: "",
		hosts: []
	});
	#transcript;
	#inputs;
	constructor(log, files) {
		this.#log = log;
		this.#files = files;
		this.#transcript = new Transcript(files.transcript, (text) => text);
	}
	async run() {
		using cancellation = new Cancellation();
		const outcome = await this.#work(cancellation.signal).catch((error) => ({
			files: [],
			error
		}));
		await this.#finish(outcome);
	}
	async #work(signal) {
		const inputs = readInputs();
		this.#inputs = inputs;
		this.#redact(inputs);
		for (const warning of inputs.warnings) this.#log.warning(warning);
		const plan = inputs.needsFiles ? await planFiles(inputs, this.#log) : void 0;
		if (plan !== void 0 && !inputs.dryRun && !inputs.preflight) return this.#deploy(plan, inputs, signal);
		const files = plan?.uploads.map(pendingResult) ?? [];
		if (inputs.dryRun && plan !== void 0) logPlan(plan, this.#log);
		if (inputs.preflight) return {
			files,
			...await this.#preflight(inputs, signal)
		};
		return { files };
	}
	async #preflight(inputs, signal) {
		this.#log.group(`Preflight of ${inputs.endpoint.host}, port ${inputs.endpoint.port}`);
		const result = await preflight(inputs, {
			...inputs,
			signal
		}, (line) => {
			this.#log.debug(this.#transcript.add(line));
		});
		const { connection, failure } = result;
		const warnings = connection.tls === void 0 ? [] : tlsWarnings(connection.tls, inputs.tls);
		for (const warning of warnings) this.#log.warning(warning);
		return {
			connection,
			preflight: result,
			...failure === void 0 ? {} : { error: failure.error }
		};
	}
	async #deploy(plan, inputs, signal) {
		const observer = new RunObserver(this.#log, this.#transcript, inputs, plan);
		const retry = {
			retries: inputs.retries,
			firstPauseMs
		};
		const result = await deploy(plan, inputs, {
			...inputs,
			retry,
			signal
		}, observer);
		if (result.remainingTemporaryFiles.length > 0) {
			const names = result.remainingTemporaryFiles.map((name) => sanitize(name)).join(", ");
			this.#log.warning(`These temporary files are still on the server: ${names}.`);
		}
		return result;
	}
	#redact(inputs) {
		const passphrase = inputs.tls.clientCertificate?.passphrase;
		this.#redactor = new Redactor({
			secrets: [inputs.password, ...passphrase === void 0 ? [] : [passphrase]],
			username: inputs.username,
			hosts: [inputs.endpoint.host, inputs.tls.serverName]
		});
		this.#log.redactWith(this.#redactor);
		this.#transcript = new Transcript(this.#files.transcript, (text) => this.#redactor.identity(text));
	}
	async #finish(outcome) {
		const redact = (text) => this.#redactor.secret(text);
		const milliseconds = performance.now() - this.#started;
		const times = {
			startedAt: this.#startedAt,
			milliseconds
		};
		const report = buildReport(outcome, this.#inputs, times, redact);
		if (report.preflight !== void 0) logPreflight(report.preflight, this.#log);
		this.#log.endGroup();
		this.#transcript.flush();
		const { fault } = this.#transcript;
		if (fault !== void 0) this.#log.warning(`The transcript is not whole: ${fault.message}`);
		try {
			await writeReport(report, this.#files, this.#log, redact);
		} catch (fault) {
			this.#log.failed(`The report of the run could not be written: ${fault.message}`);
		}
		for (const line of closingLines(report)) this.#log.info(line);
		if (report.error !== void 0) this.#log.failed(report.error.message);
	}
};
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
