<?php
// Must-use plugin of the test site: no mail, no flood check (tests write hundreds of comments in a
// second from one address), and a line for every status that really changes.
add_filter('pre_wp_mail', '__return_false');
remove_filter('check_comment_flood', 'check_comment_flood_db', 10);
add_filter('duplicate_comment_id', '__return_zero');

add_action('transition_comment_status', function ($new, $old, $comment) {
    file_put_contents(getenv('CM_HOME') . '/changes', "{$comment->comment_ID} $old $new\n", FILE_APPEND | LOCK_EX);
}, 10, 3);
