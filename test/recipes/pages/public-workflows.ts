/** Steps that use FTP-Deploy-Action, taken from public workflows and shortened, and the same steps after a migration. */

/** A step before and after the migration, and the files that it is run with. */
export interface Migration {
  readonly name: string;
  /** Inputs of FTP-Deploy-Action. */
  readonly theirs: Inputs;
  /** Inputs of this action, rewritten with docs/migrating-from-ftp-deploy-action.md. */
  readonly ours: Inputs;
  /** The workspace. */
  readonly files: readonly string[];
  /** What FTP-Deploy-Action 4.4.0 uploads of them to vsftpd, without its state. */
  readonly arrives: readonly string[];
  /** The directories without a file that it creates. */
  readonly emptyDirectories: readonly string[];
  /** Where the files arrive, relative to the login directory. */
  readonly remoteDirectory: string;
}

type Inputs = Readonly<Record<string, string | boolean>>;

const credentials = {
  username: '${{ secrets.FTP_USERNAME }}',
  password: '${{ secrets.FTP_PASSWORD }}',
} as const;
const incremental = {
  sync: 'changed',
  'delete-removed': true,
  adopt: 'ftp-deploy-action',
} as const;

/** A Hugo site on shared hosting. */
const hugoSite: Migration = {
  name: 'a Hugo site with dangerous-clean-slate',
  theirs: {
    ...{ server: 'ftp.example.com', ...credentials },
    'local-dir': './public/',
    'server-dir': './domains/example.com/public_html/',
    'dangerous-clean-slate': true,
  },
  ours: {
    ...{ server: 'ftp.example.com', 'tls-mode': 'explicit', ...credentials },
    files: 'public',
    exclude: '**/.git*\n**/.git*/**\n**/node_modules/**',
    'remote-dir': './domains/example.com/public_html/',
    ...incremental,
  },
  files: [
    ...['.github/workflows/deploy.yml', 'README.md', 'content/_index.md', 'hugo.toml'],
    ...['public/index.html', 'public/404.html', 'public/robots.txt', 'public/.htaccess'],
    ...['public/blog/index.html', 'public/blog/first post/index.html', 'public/css/main.min.css'],
    ...['public/images/größe.webp', 'public/.well-known/security.txt', 'public/.gitkeep'],
  ],
  arrives: [
    ...['.htaccess', '.well-known/security.txt', '404.html', 'blog/first post/index.html'],
    ...['blog/index.html', 'css/main.min.css', 'images/größe.webp', 'index.html', 'robots.txt'],
  ],
  emptyDirectories: [],
  remoteDirectory: 'domains/example.com/public_html',
};

/** A WordPress plugin whose repository is the plugin's directory. */
const wordPressPlugin: Migration = {
  name: 'a WordPress plugin with exclude',
  theirs: {
    ...{ server: 'ftp.example.com', ...credentials, protocol: 'ftps', security: 'strict' },
    'local-dir': './',
    'server-dir': '/wp-content/plugins/workshops/',
    exclude: '**/.git*\n**/.git*/**\n**/node_modules/**\n.github/\nREADME.md\nDEPLOYMENT.md',
  },
  ours: {
    ...{ server: 'ftp.example.com', ...credentials, 'tls-mode': 'explicit' },
    files: '.',
    'remote-dir': '/wp-content/plugins/workshops',
    exclude: '**/.git*\n**/.git*/**\n**/node_modules/**\n.github/\nREADME.md\nDEPLOYMENT.md',
    ...incremental,
  },
  files: [
    ...['.github/workflows/deploy.yml', '.github/workflows/deploy-sftp.yml', '.gitignore'],
    ...['.DS_Store', 'README.md', 'DEPLOYMENT.md', 'WP-ENGINE-DEPLOYMENT.md', 'composer.json'],
    ...['workshops.php', 'logo-registered.png', 'assets/admin.css', 'assets/README.md'],
    ...['vendor/autoload.php', 'vendor/composer/installed.json', 'vendor/a/b/.gitattributes'],
    ...['vendor/a/b/README.md', 'node_modules/c/index.js'],
  ],
  arrives: [
    ...['.DS_Store', 'WP-ENGINE-DEPLOYMENT.md', 'assets/admin.css', 'composer.json'],
    ...['logo-registered.png', 'vendor/autoload.php', 'vendor/composer/installed.json'],
    'workshops.php',
  ],
  emptyDirectories: ['vendor/a/b'],
  remoteDirectory: 'wp-content/plugins/workshops',
};

/** An app that is built in the workflow and uploaded to the login directory of a cPanel account. */
export const laravelApp: Migration = {
  name: 'a Laravel app on cPanel',
  theirs: {
    ...{ server: 'ftp.example.com', ...credentials },
    'server-dir': './',
    exclude: `**/.git*
**/.git*/**
**/node_modules/**
.env
storage/logs/**
storage/framework/sessions/**
storage/framework/views/**
storage/app/public/**`,
  },
  ours: {
    ...{ server: 'ftp.example.com', 'tls-mode': 'explicit', ...credentials },
    files: '.',
    'remote-dir': './',
    exclude: `**/.git*
**/.git*/**
**/node_modules/**
.env
storage/logs/**
storage/framework/sessions/**
storage/framework/views/**
storage/app/public/**`,
    ...incremental,
  },
  files: [
    ...['.github/workflows/deploy.yml', '.gitignore', '.gitattributes', '.env', '.env.example'],
    ...['artisan', 'composer.json', 'app/Models/User.php', 'bootstrap/app.php'],
    ...['bootstrap/cache/.gitignore', 'config/app.php', 'node_modules/vite/index.js'],
    ...['public/index.php', 'public/.htaccess', 'public/build/manifest.json'],
    ...['storage/app/.gitignore', 'storage/app/public/.gitignore', 'storage/logs/.gitignore'],
    ...['storage/framework/.gitignore', 'storage/framework/cache/.gitignore'],
    ...['storage/framework/cache/data/.gitignore', 'storage/framework/sessions/.gitignore'],
    ...['storage/framework/views/.gitignore', 'storage/logs/laravel.log'],
    ...['vendor/autoload.php', 'vendor/laravel/framework/.github/x.yml'],
    ...['vendor/laravel/framework/src/a.php', 'vendor/laravel/framework/.gitignore'],
  ],
  arrives: [
    ...['.env.example', 'app/Models/User.php', 'artisan', 'bootstrap/app.php', 'composer.json'],
    ...['config/app.php', 'public/.htaccess', 'public/build/manifest.json', 'public/index.php'],
    ...['vendor/autoload.php', 'vendor/laravel/framework/src/a.php'],
  ],
  emptyDirectories: ['bootstrap/cache', 'storage/app', 'storage/framework/cache/data'],
  remoteDirectory: '',
};

export const migrations: readonly Migration[] = [hugoSite, wordPressPlugin, laravelApp];
