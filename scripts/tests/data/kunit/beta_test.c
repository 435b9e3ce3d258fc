static struct kunit_case beta_cases[] = {
	KUNIT_CASE_PARAM(fourth, beta_gen_params),
	KUNIT_CASE(fifth),
	{}
};

MMSCOPE_SUITE(beta, beta_cases);
