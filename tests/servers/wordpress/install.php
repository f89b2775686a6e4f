<?php
// Installs the site once and prints its accounts as KEY=VALUE lines.
$_SERVER['HTTP_HOST'] = getenv('HTTP_HOST');
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
define('WP_INSTALLING', true);
require getenv('CM_HOME') . '/site/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

function or_stop($result)
{
    if (is_wp_error($result)) {
        fwrite(STDERR, $result->get_error_message() . "\n");
        exit(1);
    }
    return $result;
}

$admin = wp_install('Test site', 'moderator', 'moderator@acme.example', true, '', wp_generate_password(24))['user_id'];
$settings = [
    'permalink_structure' => '/%postname%/',
    'comment_moderation' => '0',
    'comment_previously_approved' => '0',
    'comment_max_links' => '0',
    'comments_notify' => '0',
    'moderation_notify' => '0',
    'close_comments_for_old_posts' => '0',
    'timezone_string' => '',
];
foreach ($settings as $name => $value) {
    update_option($name, $value);
}
$GLOBALS['wp_rewrite']->init();
flush_rewrite_rules(false);
foreach (get_comments() as $comment) {
    wp_delete_comment($comment, true);  // the greeting that WordPress writes to itself
}

$posts = [];
foreach (['Launch', 'Delivery times', 'Opening hours', 'Prices'] as $title) {
    $posts[] = or_stop(wp_insert_post([
        'post_title' => $title, 'post_content' => 'Tell us.', 'post_status' => 'publish',
        'comment_status' => 'open', 'post_author' => $admin,
    ], true));
}
$subscriber = or_stop(wp_insert_user([
    'user_login' => 'subscriber', 'user_pass' => wp_generate_password(24),
    'user_email' => 'subscriber@acme.example', 'role' => 'subscriber',
]));

function password_for($user)
{
    return or_stop(WP_Application_Passwords::create_new_application_password($user, ['name' => 'cm']))[0];
}
echo 'WP_USER=moderator', "\n", 'WP_PASSWORD=', password_for($admin), "\n";
echo 'WP_SUBSCRIBER=subscriber', "\n", 'WP_SUBSCRIBER_PASSWORD=', password_for($subscriber), "\n";
echo 'WP_POSTS=', implode(',', $posts), "\n";
