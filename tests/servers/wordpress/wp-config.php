<?php
// Settings of the test site. Where it lives comes from the environment of php-fpm.
define('DB_NAME', 'site');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('CM_DB_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $use) {
    define($use . '_KEY', "only for tests, key of $use");
    define($use . '_SALT', "only for tests, salt of $use");
}
$table_prefix = 'wp_';

// WordPress offers application passwords over plain http only to a site that calls itself local.
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_DEBUG', false);

// The site answers under whichever of its addresses it was called by.
$host = $_SERVER['HTTP_HOST'] ?? getenv('HTTP_HOST');
if ($host) {
    $address = (empty($_SERVER['HTTPS']) ? 'http' : 'https') . '://' . $host;
    define('WP_HOME', $address);
    define('WP_SITEURL', $address);
}
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
